<?php
// The configuration of one run: everything that changes comes from the environment.
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . getenv( 'DIAPASON_WP_SOCKET' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );

define( 'WP_HOME', getenv( 'DIAPASON_WP_URL' ) );
define( 'WP_SITEURL', getenv( 'DIAPASON_WP_URL' ) );

// Application passwords are refused over plain HTTP anywhere but in a "local" environment.
define( 'WP_ENVIRONMENT_TYPE', 'local' );

// Nothing may leave loopback: updates, pings and avatars would only wait for a refusal.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', 'localhost,127.0.0.1' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISALLOW_FILE_MODS', true );

foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', 'one run on loopback: ' . $name . ' key' );
	define( $name . '_SALT', 'one run on loopback: ' . $name . ' salt' );
}

$table_prefix = 'wp_';

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
