// Reads frames with complete-teltonika-parser: {"hex", "seconds"} a line in, frames a second in its best piece of
// twenty-five a line out (null = it refuses the frame).
const { ProtocolParser } = require(process.argv[2]);
let kept = []; // what is read is held, or the engine would leave out what nobody looks at
const lines = require('readline').createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { hex, seconds } = JSON.parse(line);
  try {
    new ProtocolParser(hex);
  } catch (refusal) {
    console.log('null');
    return;
  }
  const now = () => Number(process.hrtime.bigint()) / 1e9;
  const begun = now();
  let best = Infinity;
  for (let at = now(); at - begun < seconds; at = now()) {
    kept = [];
    for (let i = 0; i < 25; i++) kept.push(new ProtocolParser(hex));
    best = Math.min(best, now() - at);
  }
  console.log(JSON.stringify(25 / best));
});
