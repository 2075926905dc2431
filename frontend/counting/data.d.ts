declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*/emoji.json" {
  const data: { joined: string; tagged: string; flags: string };
  export default data;
}
