"""The face: layouts, design system, navigation, the home screen and the demo brand."""
