/** What the commands of the page say. */
export const EN_WEB = {
  'web.about': 'the page in the browser: open it, and who may sign in',
  'web.open.about': 'open the page in the browser; the address works once, within a minute',
  'web.print': 'only print the address',
  'web.opened': 'The page opens in the browser. If it does not, open this address within a minute: {url}',
  'web.user.about': 'who may sign in to the page, also from other machines',
  'web.user.add.about': 'add a user; asks for the password, at least 10 characters',
  'web.user.role': 'viewer: only looks; operator: also acts',
  'web.user.list.about': 'list the users',
  'web.user.remove.about': 'remove a user; what is open in that name ends within a minute',
  'web.user.prompt': 'Password for {name}: ',
  'web.user.added': '{name} may sign in to the page as {role}.',
  'web.user.removed': '{name} may no longer sign in to the page.',
  'web.user.not-there': 'There is no user {name}.',
  'web.column.role': 'role',
  'web.role.viewer': 'viewer',
  'web.role.operator': 'operator',
} as const;
