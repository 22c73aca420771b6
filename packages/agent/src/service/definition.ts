/** What a definition of a service is made of. All paths absolute. */
export interface ServiceFacts {
  readonly name: string;
  /** What is started: Node, or the command that the installer for Windows made, which finds the version that is used. */
  readonly program: string;
  /** What it is given before the words of the command: bin/swic.cjs, or nothing. */
  readonly script: readonly string[];
  readonly config: string;
  /** Where the configuration is; what it names is relative to it. */
  readonly directory: string;
  /** Linux: null = the user's own service manager. Windows: the account, e.g. `PC\swic`. */
  readonly user: string | null;
  /** Windows: what the system starts as a service; null = this package has none. */
  readonly wrapper: string | null;
  /** Windows: a scheduled task is asked for, although there could be a service. */
  readonly isTask: boolean;
  /** Windows: for the user who installs it, from the next logon on. On Linux that is the user's own service. */
  readonly isLogon: boolean;
  /** Directories that the account of the service writes to. */
  readonly places: readonly string[];
}

export type ServiceKind = 'systemd' | 'task' | 'winsw';

/** The text of the definition: a systemd unit, a scheduled task, or the configuration of WinSW. */
export function serviceDefinition(kind: ServiceKind, facts: ServiceFacts): string {
  switch (kind) {
    case 'systemd':
      return systemdUnit(facts);
    case 'task':
      return scheduledTask(facts);
    case 'winsw':
      return winswConfiguration(facts);
  }
}

/**
 * What the agent never needs. Not for a user's own service manager, which may not take it away; not the file system, because boxes are
 * where the firm puts them; not MemoryDenyWriteExecute, because the compiler of V8 writes code.
 */
const SANDBOX = `
CapabilityBoundingSet=
AmbientCapabilities=
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
`;

/** A halt by a wrong configuration (78) or by a second instance (75) would only come again: those are not restarted. */
function systemdUnit({ program, script, config, directory, user }: ServiceFacts): string {
  return `[Unit]
Description=swic, import client for the International Trade Single Window
Wants=network-online.target
After=network-online.target

[Service]
# The agent says when it is ready, and that it turns: one that hangs is started again.
Type=notify
NotifyAccess=all
WatchdogSec=120
# A large ledger is looked through first.
TimeoutStartSec=900
ExecStart=${[program, ...script].map(quoteSystemd).join(' ')} run --config ${quoteSystemd(config)}
WorkingDirectory=${escapeSpecifiers(directory)}
${user === null ? '' : `User=${user}\n`}KillSignal=SIGTERM
KillMode=mixed
# What is in flight is brought to its end first; what is not done then goes on at the next start.
TimeoutStopSec=120
Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2 75 77 78 79
# The firm's own program, under another account, takes receipts through the group; the data directory is ours alone all the same.
UMask=0007
NoNewPrivileges=yes
# A core dump would hold the PIN.
LimitCORE=0
${user === null ? '' : SANDBOX}
[Install]
WantedBy=${user === null ? 'default.target' : 'multi-user.target'}
`;
}

/** At boot, without a session, and again every minute should it have ended: a second instance refuses to start by itself. */
function scheduledTask({ name, program, script, config, directory, user }: ServiceFacts): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>swic, import client for the International Trade Single Window</Description>
    <URI>\\${escapeXml(name)}</URI>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
      <Delay>PT30S</Delay>
      <Repetition>
        <Interval>PT1M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
    </BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      ${user === null ? '' : `<UserId>${escapeXml(user)}</UserId>\n      `}<LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
    <Priority>5</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escapeXml(program)}</Command>
      <Arguments>${escapeXml(windowsWords(script, 'run', config))}</Arguments>
      <WorkingDirectory>${escapeXml(directory)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

/** WinSW (https://github.com/winsw/winsw): a free wrapper that makes a real Windows service of a program. */
function winswConfiguration({ name, program, script, config, directory, user }: ServiceFacts): string {
  const words = (command: string): string => escapeXml(windowsWords(script, command, config));
  return `<service>
  <id>${escapeXml(name)}</id>
  <name>swic</name>
  <description>swic, import client for the International Trade Single Window</description>
  <executable>${escapeXml(program)}</executable>
  <arguments>${words('run')}</arguments>
  <!-- Windows has no SIGTERM: the agent is asked over its pipe to finish what is in flight. -->
  <stopexecutable>${escapeXml(program)}</stopexecutable>
  <stoparguments>${words('shutdown')}</stoparguments>
  <stoptimeout>130 sec</stoptimeout>
  <workingdirectory>${escapeXml(directory)}</workingdirectory>
  <startmode>Automatic</startmode>
  <delayedAutoStart>true</delayedAutoStart>
  <onfailure action="restart" delay="10 sec"/>
  <onfailure action="restart" delay="60 sec"/>
  <log mode="roll-by-size"/>
${user === null ? '' : `  <serviceaccount><username>${escapeXml(user)}</username><prompt>dialog</prompt></serviceaccount>\n`}</service>
`;
}

function windowsWords(script: readonly string[], command: string, config: string): string {
  return [...script.map(quoteWindows), command, '--config', quoteWindows(config)].join(' ');
}

/** systemd reads quotes, backslashes, `%` specifiers and `$` variables in a command line. */
function quoteSystemd(word: string): string {
  return `"${escapeSpecifiers(word).replace(/[\\"]/g, '\\$&').replaceAll('$', '$$$$')}"`;
}

function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%');
}

/** Paths hold no quotes on Windows; one at its end must not be escaped by a backslash before it. */
function quoteWindows(word: string): string {
  return `"${word.replace(/\\$/, '\\\\')}"`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
