import { cutText } from '../domain/cut-text.js';

/** A file name of at most `lengthMax` characters that keeps its extension: the base is cut, since the extension says how to read it. */
export function cutFileName(name: string, lengthMax: number): string {
  if (name.length <= lengthMax) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= EXTENSION_MAX ? name.slice(dot) : '';
  return cutText(name, lengthMax - extension.length) + extension;
}

/** Longer "extensions" are not extensions. */
const EXTENSION_MAX = 16;
