// Every controller by the name that `data-controller` uses. One line each, in alphabetical order.
export default {};
