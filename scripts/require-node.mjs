// The scripts are TypeScript, which Node.js runs from 22.18 and 24 on. `npm ci` brings such a version into
// node_modules/.bin, where `npm run` finds it before the system's.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `This needs Node.js 22.18 or newer, and this is ${process.versions.node}. Run npm ci first: it brings a newer one for npm run.\n`,
  );
  process.exitCode = 1;
}
