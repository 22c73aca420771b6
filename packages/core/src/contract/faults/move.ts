import { row } from './row.js';

/** Faults of an installation that moves to another machine. */
export const MOVE_FAULTS = {
  'instance.moved': row(
    'halt',
    75,
    [
      '该数据目录已打包迁移到另一台电脑，或迁移尚未完成，因此不启动',
      '在新电脑上运行。打包未完成时重新运行 swic move pack，展开未完成时重新运行 swic move unpack；确认不再迁移、该文件未在其他电脑上展开时，运行 swic move cancel',
    ],
    [
      'This data directory was packed for another machine, or its move is not done, so it does not start',
      'Run the other machine. Where packing was cut off run swic move pack again, where unpacking was, swic move unpack; where the move is given up and the file was unpacked nowhere, run swic move cancel',
    ],
  ),
  'move.taken': row(
    'halt',
    73,
    ['目录中已有同名但内容不同的文件，未作任何改动', '移走所示的文件，或用 --boxes-dir 另指目录，然后重新运行'],
    [
      'A file of the same name and other content is there already; nothing was changed',
      'Move the file named away, or give another directory with --boxes-dir, and run it again',
    ],
  ),
} as const;
