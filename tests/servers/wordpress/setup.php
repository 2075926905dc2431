<?php
// Installs a site with three users and prints their application passwords as JSON, on the last line.
// Arguments: the site's folder, then a JSON object of login => [role, password].
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST']   = parse_url( getenv( 'DIAPASON_WP_URL' ), PHP_URL_HOST );
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

$people = json_decode( $argv[2], true );
$owner  = array_key_first( $people );
wp_install( 'Atelier Lumière', $owner, $owner . '@example.test', true, '', $people[ $owner ][1], '' );

$wp_rewrite->set_permalink_structure( '/%year%/%postname%/' );
$wp_rewrite->flush_rules( false );
update_option( 'comment_moderation', 1 );
update_option( 'timezone_string', 'Europe/Paris' );

$made = array();
foreach ( $people as $login => list( $role, $password ) ) {
	$user = get_user_by( 'login', $login );
	$id   = $user ? $user->ID : wp_insert_user(
		array(
			'user_login' => $login,
			'user_pass'  => $password,
			'user_email' => $login . '@example.test',
			'role'       => $role,
		)
	);
	$pass = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'Diapason' ) );
	$made[ $login ] = array( 'id' => $id, 'app_password' => WP_Application_Passwords::chunk_password( $pass[0] ) );
}
echo "\n", wp_json_encode( $made ), "\n";
