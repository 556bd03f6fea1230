/** The generated command list under the name the client knows it by. */
import type { AnyCommands } from './untyped.ts';

export type Commands = AnyCommands;
