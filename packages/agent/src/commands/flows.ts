import type { Direction } from '@swic/core';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { businessKeyOf, oneOf } from '../cli/values.js';
import { operatorName } from './operator-name.js';
import { withAgent } from './reach.js';

/** Everything that changes what a running agent does. */
export function declareFlows({ program, t, act }: CommandHost): void {
  for (const [name, command] of [
    ['start', 'startFlow'],
    ['stop', 'stopFlow'],
  ] as const) {
    program
      .command(`${name} <business> [direction]`)
      .description(t(`flow.${name}.about`))
      .action(
        act(async (context, business: string, direction: string | undefined) => {
          const key = business === '*' ? '*' : businessKeyOf(context, business);
          const params = {
            business: key,
            direction: direction === undefined ? null : oneOf('direction', direction, DIRECTIONS),
            by: operatorName(),
          };
          const { changed } = await withAgent(context, (client) => client.call(command, params));
          return sayChanged(context, changed);
        }),
      );
  }
  for (const name of ['pause', 'resume'] as const) {
    program
      .command(name)
      .description(t(`flow.${name}.about`))
      .action(
        act(async (context) =>
          sayChanged(context, (await withAgent(context, (client) => client.call(name, null))).changed ? 1 : 0),
        ),
      );
  }
}

const DIRECTIONS: readonly Direction[] = ['send', 'receive'];

function sayChanged(context: Context, count: number): number {
  if (context.options.json) context.printJson({ changed: count });
  else context.print(context.t('flow.changed', { count }));
  return 0;
}
