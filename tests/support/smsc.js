// An SMS centre for the tests, on the npm package "smpp": node smsc.js FOLDER [--plain] [--delay MS] [--port N]
//
// The last digit of the number decides what happens to a text: 1 throttled twice and then taken, 2 refused as a bad
// number, 3 not delivered, 4 no receipt, 5 the line drops before the answer (once a number), 6 the receipt comes before
// the answer, 7 every receipt comes twice, 8 the answer comes after --late ms; 0 and 9 taken and delivered. --plain:
// every number is like 0. Each text that came is told on standard output as one JSON line, before it is answered; what
// is asked on standard input: "mute" (answer nothing any more), "burst N" (N receipts of names nobody knows, then all
// that were held back), "quit". User "vivium", password "secret".
'use strict';
const path = require('path');
const readline = require('readline');

const options = { delay: 0, late: 1500, port: 0 };
const words = process.argv.slice(3);
for (let at = 0; at < words.length; at += 1) {
  const name = words[at].slice(2);
  if (name === 'plain') options.plain = true;
  else options[name] = Number(words[(at += 1)]);
}
const smpp = require(path.join(process.argv[2], 'node_modules', 'smpp'));
const STATES = { DELIVRD: 2, UNDELIV: 5 };
const prefix = Math.random().toString(16).slice(2, 10);
const seen = new Map();
let given = 0;
let isMute = false;
const sessions = new Set();

const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

function receipt(session, to, from, id, stat) {
  session.send(
    new smpp.PDU('deliver_sm', {
      source_addr: to,
      destination_addr: from,
      esm_class: 4,
      short_message: { message: `id:${id} sub:001 dlvrd:001 stat:${stat} err:00${stat === 'DELIVRD' ? 0 : 7} text:` },
      receipted_message_id: id,
      message_state: STATES[stat],
    }),
    (answer) => tell({ receipt: id, status: answer.command_status }),
  );
}

function submit(session, pdu) {
  const to = pdu.destination_addr;
  const digit = options.plain ? '0' : to.slice(-1);
  const times = (seen.get(to) || 0) + 1;
  seen.set(to, times);
  const isThrottled = digit === '1' && times <= 2;
  const status = isThrottled ? smpp.ESME_RTHROTTLED : digit === '2' ? smpp.ESME_RINVDSTADR : 0;
  const id = `${prefix}${(given += 1).toString(16)}`;
  const message = pdu.short_message;
  tell({
    to,
    from: pdu.source_addr,
    text: message.message,
    udh: message.udh ? message.udh.map((one) => Buffer.from(one).toString('hex')) : null,
    id: status ? '' : id,
    status,
    data_coding: pdu.data_coding,
    esm_class: pdu.esm_class,
    protocol_id: pdu.protocol_id,
    valid_s: pdu.validity_period ? Math.round((new Date(pdu.validity_period) - Date.now()) / 1000) : null,
    registered_delivery: pdu.registered_delivery,
    ton: [pdu.source_addr_ton, pdu.source_addr_npi, pdu.dest_addr_ton, pdu.dest_addr_npi],
  });
  if (isMute) return;
  if (digit === '5' && times === 1) {
    session.destroy();
    return;
  }
  const stat = digit === '3' ? 'UNDELIV' : 'DELIVRD';
  const has = status === 0 && digit !== '4';
  if (has && digit === '6') receipt(session, to, pdu.source_addr, id, stat);
  setTimeout(
    () => {
      session.send(pdu.response({ command_status: status, message_id: status ? undefined : id }));
      if (has && digit !== '6') receipt(session, to, pdu.source_addr, id, stat);
      if (has && digit === '7') receipt(session, to, pdu.source_addr, id, stat);
    },
    digit === '8' ? options.late : options.delay,
  );
}

const server = smpp.createServer((session) => {
  sessions.add(session);
  session.on('error', () => sessions.delete(session));
  session.on('close', () => sessions.delete(session));
  session.on('bind_transceiver', (pdu) => {
    let status = 0;
    if (pdu.system_id !== 'vivium') status = smpp.ESME_RINVSYSID;
    else if (pdu.password !== 'secret') status = smpp.ESME_RINVPASWD;
    session.send(pdu.response({ command_status: status }));
  });
  session.on('submit_sm', (pdu) => submit(session, pdu));
  session.on('enquire_link', (pdu) => isMute || session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    session.send(pdu.response());
    session.close();
  });
});
server.listen(options.port, '127.0.0.1', () => tell({ port: server.address().port }));

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, number] = line.split(' ');
  if (word === 'quit') process.exit(0);
  if (word === 'mute') isMute = true;
  if (word === 'burst') {
    for (const session of sessions) {
      for (let one = 0; one < Number(number); one += 1) receipt(session, '32470000000', 'VIVIUM', `x${one}`, 'DELIVRD');
    }
  }
}).on('close', () => process.exit(0));
