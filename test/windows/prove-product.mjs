import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY } from './places.mjs';

const { parse, stringify } = createRequire(join(REPOSITORY, 'packages/core/package.json'))('yaml');

const SWIC = 'product/node_modules/@swic/agent/bin/swic.cjs';
const DEC = 'Deccus001';
/** Of nothing else here. */
const PAGE_PORT = 18_741;
const PIPE_LIMIT_MS = 60_000;

const declaration = (number) => `<?xml version="1.0" encoding="UTF-8"?>
<DecMessage Version="4.8" xmlns="http://www.chinaport.gov.cn/dec">
  <DecHead><SeqNo/><IEFlag>I</IEFlag><AgentCode>0000000000</AgentCode><AgentName>测试企业</AgentName><CopCode>000000000</CopCode><CopName>测试企业</CopName><CustomMaster>0000</CustomMaster><DeclTrnRel>0</DeclTrnRel><InputerName>测试</InputerName><TypistNo>0000000000000</TypistNo><PromiseItmes>99999</PromiseItmes><TradeAreaCode>CHN</TradeAreaCode><DeclareName>测试</DeclareName></DecHead>
  <DecLists><DecList><GNo>1</GNo><CodeTS>0000000000</CodeTS><DestinationCountry>CHN</DestinationCountry></DecList></DecLists>
  <DecSign><OperType>G</OperType><ClientSeqNo>T${String(number).padStart(17, '0')}</ClientSeqNo><Sign/><SignDate/></DecSign>
</DecMessage>
`;

/**
 * The built command under node.exe, as a user on Windows runs it: a firm's directory with Chinese names, documents, the card's
 * DLL, the named pipe, the saved PIN. `tell` hears of each check.
 */
export async function proveProduct(wine, tell) {
  await prove(wine, CHECKS, tell);
}

/** The built command as a 64-bit agent that starts a 32-bit node.exe for a 32-bit library: `signer.runtime`. */
export async function proveForeignHost(wine, tell) {
  const isFirst = ([name]) => name.startsWith('swic init') || name.startsWith('a PIN is saved');
  await prove(wine, { ...Object.fromEntries(Object.entries(CHECKS).filter(isFirst)), ...FOREIGN_CHECKS }, tell);
}

async function prove(wine, checks, tell) {
  await wine.prepare();
  const firm = openFirm(wine);
  try {
    for (const [name, check] of Object.entries(checks)) {
      const startedMs = performance.now();
      const facts = await check(firm).catch((reason) => reason);
      const isProven = !(facts instanceof Error);
      const durationMs = Math.round(performance.now() - startedMs);
      tell({ name, isProven, facts: isProven ? facts : facts.message, durationMs });
    }
  } finally {
    await wine.stop();
  }
}

function openFirm(wine) {
  const relative = 'scratch/导入客户端 firm';
  const directory = join(wine.proof, relative);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const at = wine.toWindows;
  const config = at(`${relative}/swic.yaml`);
  const swic = async (words, input = null) => {
    const { code, stdout, text } = await wine.run(
      'wine',
      [at('node/x64/node.exe'), at(SWIC), ...words, '--config', config, '--locale', 'en'],
      180_000,
      input,
    );
    return { code, stdout, text, json: () => JSON.parse(stdout) };
  };
  return {
    at,
    directory,
    file: join(directory, 'swic.yaml'),
    relative,
    swic,
    box: (name) => join(directory, 'boxes', DEC, name),
    facts: JSON.parse(readFileSync(join(wine.proof, 'facts.json'), 'utf8')),
    drop(name, content) {
      const outBox = join(directory, 'boxes', DEC, 'OutBox');
      writeFileSync(join(outBox, `.${name}`), content);
      renameSync(join(outBox, `.${name}`), join(outBox, name));
    },
    state: { agent: null },
  };
}

const CHECKS = {
  async 'swic init makes a configuration and the boxes'({ swic, at, relative, box }) {
    const { code, text } = await swic(['init', '--dir', at(relative), '--transport', 'embedded', '--business', 'DEC']);
    expect(code === 0, text);
    return `boxes ${readdirSync(join(box('OutBox'), '..')).join(' ')}`;
  },
  async 'a PIN is saved under the registry’s machine id and never shown'({ swic, facts }) {
    const { code, text } = await swic(['secret', 'set', 'card-pin', '--file'], `${facts.pin}\r\n`);
    expect(code === 0, text);
    const listed = await swic(['secret', 'list', '--json']);
    expect(listed.stdout.includes('card-pin') && !listed.text.includes(facts.pin), listed.text);
    return JSON.stringify(listed.json());
  },
  async 'swic card info reads the card through the DLL'({ swic, at, file, facts }) {
    configure(file, at, { library: at('library/x64/SPSecureAPI.dll') });
    const { code, text, json } = await swic(['card', 'info', '--json']);
    expect(code === 0, text);
    expect(json().owner === facts.owner, text);
    return `${json().owner} ${json().cardId} ${json().algorithm}`;
  },
  async 'swic run --once signs, sends, files and receives over the embedded queue'({ swic, drop, box }) {
    for (let number = 0; number < 3; number += 1) drop(`报关单_${number}.xml`, declaration(number));
    const { code, text } = await swic(['run', '--once', '--json']);
    expect(code === 0, text);
    const sent = readdirSync(box('SentBox'), { recursive: true }).filter((name) => name.endsWith('.xml'));
    expect(sent.length === 3, `${sent.length} in SentBox:\n${text}`);
    expect(readdirSync(box('OutBox')).length === 0, 'OutBox is not empty');
    const answers = readdirSync(box('InBox')).filter((name) => name.startsWith('Successed_'));
    expect(answers.length === 3, `${answers.length} receipts:\n${text}`);
    return `${sent.sort()[0]}, ${answers.sort()[0]}`;
  },
  async 'a running agent answers swic status over its named pipe'({ swic, state, directory }) {
    state.agent = swic(['run']);
    const until = performance.now() + PIPE_LIMIT_MS;
    for (;;) {
      const { stdout, text } = await swic(['status', '--json']);
      const { isRunning, snapshot } = stdout.startsWith('{') ? JSON.parse(stdout) : {};
      if (isRunning === true) {
        expect(
          readdirSync(join(directory, 'data')).every((name) => name !== 'control.sock'),
          'a socket file was made',
        );
        return `${snapshot.agent.state}, ${snapshot.transport.kind}, signer ${snapshot.signer?.state ?? 'not seen yet'}`;
      }
      expect(performance.now() < until, text);
    }
  },
  async 'the page is served to a browser of this machine'({ swic }) {
    const { code, text, json } = await swic(['web', '--print', '--json']);
    expect(code === 0, text);
    // Programs under Wine use the network of this machine.
    const answer = await fetch(json().url);
    const page = await answer.text();
    const script = /src="([^"]+\.js)"/.exec(page)?.[1];
    expect(answer.ok && script !== undefined, `${answer.status}: ${page.slice(0, 200)}`);
    const { status, headers } = await fetch(new URL(script, json().url));
    expect(status === 200, `${script}: ${status}`);
    return `${script}, ${headers.get('content-type')}`;
  },
  async 'a second agent is refused while the first has the ledger'({ swic }) {
    const { code, text } = await swic(['run', '--once']);
    expect(code === 75, `${code}: ${text}`);
    return 'exit code 75';
  },
  async 'files that come while it runs are signed and sent, and trace knows them'({ swic, drop, box }) {
    drop('later.xml', declaration(7));
    const until = performance.now() + PIPE_LIMIT_MS;
    const isSent = () => readdirSync(box('SentBox'), { recursive: true }).some((name) => name.includes('later'));
    while (!isSent()) {
      expect(performance.now() < until, 'it was not sent');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { stdout, text } = await swic(['trace', 'later.xml', '--json']);
    expect(stdout.includes('"filed"'), text);
    return 'filed';
  },
  async 'swic shutdown ends it in order'({ swic, state }) {
    const { code, text } = await swic(['shutdown']);
    expect(code === 0, text);
    const ended = await state.agent;
    expect(ended.code === 0, `${ended.code}: ${ended.text}`);
    return 'exit code 0';
  },
  async 'swic verify finds every file in one place'({ swic }) {
    const { code, text } = await swic(['verify']);
    expect(code === 0, text);
    return text.trim();
  },
  async 'the PIN is in no file of the firm'({ directory, facts }) {
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const found = files.filter((entry) =>
      readFileSync(join(entry.parentPath, entry.name), 'latin1').includes(facts.pin),
    );
    expect(found.length === 0, found.map(({ name }) => name).join(' '));
    return `${files.length} files`;
  },
  async 'swic service print gives a task and a WinSW service with Windows paths'({ swic }) {
    const task = await swic(['service', 'print']);
    const winsw = await swic(['service', 'print', '--as', 'winsw']);
    expect(task.stdout.includes('<Task ') && task.stdout.includes('node.exe'), task.text);
    expect(winsw.stdout.includes('shutdown'), winsw.text);
    return 'both';
  },
};

const FOREIGN_CHECKS = {
  async 'the doctor is content with a 32-bit host and library under a 64-bit agent'({ swic, at, file }) {
    configure(file, at, { library: at('library/ia32/SPSecureAPI.dll'), runtime: at('node/ia32/node.exe') });
    const { code, text, json } = await swic(['card', 'doctor', '--json']);
    expect(code === 0, text);
    return json().findings.find(({ step }) => step === 'host')?.en;
  },
  async 'swic run --once signs through the 32-bit host'({ swic, drop, box }) {
    drop('报关单.xml', declaration(1));
    const { code, text } = await swic(['run', '--once']);
    expect(code === 0, text);
    expect(readdirSync(box('OutBox')).length === 0, text);
    return readdirSync(box('InBox')).join(' ');
  },
};

function configure(file, at, card) {
  const config = parse(readFileSync(file, 'utf8'));
  const environment = { SWIC_CARD_SIMULATOR: at('worlds/rsa') };
  const signer = { kind: 'card', environment, pin: { keyring: 'card-pin' }, ...card };
  writeFileSync(file, stringify({ ...config, signer, sandbox: { enabled: true }, web: { port: PAGE_PORT } }));
}

function expect(isTrue, sentence) {
  if (!isTrue) throw new Error(sentence);
}
