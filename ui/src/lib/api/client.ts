/**
 * The one way from a screen to the core. This folder is the only one that may import Tauri: in the window a
 * command goes over its IPC, in a browser (the bridge used by tests) over HTTP, and nothing else differs.
 */
import { invoke, isTauri } from '@tauri-apps/api/core';
import type { Commands } from './generated/commands.ts';
import type { Failure as WireFailure } from './generated/types.ts';

/** A value inside a failure's text: always ready to be put into a message. */
export type FailureArg = string | number;

type Args = Record<string, FailureArg>;

/** One field the core refused, named as in the request. */
export interface FieldFailure {
	field: string;
	code: string;
	args: Args;
}

type Reply<T> = { ok: true; value: T } | { ok: false; failure: WireFailure };

/** What may stand in a text; lists and objects have no place there. */
function sayable(values: Record<string, unknown>): Args {
	const args: Args = {};
	for (const [name, value] of Object.entries(values)) {
		if (typeof value === 'string' || typeof value === 'number') args[name] = value;
	}
	return args;
}

/** A failure as a thrown value. Its text comes from `failureText`, never from `message`. */
export class CallError extends Error {
	readonly code: string;
	readonly args: Args;
	readonly fields: FieldFailure[];

	constructor(failure: { code: string; args?: object; fields?: readonly { field: string; code: string }[] }) {
		super(failure.code);
		this.name = 'CallError';
		this.code = failure.code;
		this.args = sayable({ ...failure.args });
		this.fields = (failure.fields ?? []).map(({ field, code, ...args }) => ({ field, code, args: sayable(args) }));
	}

	/** Wraps anything that was thrown, so that a screen has one kind of error to show. */
	static from(thrown: unknown): CallError {
		if (thrown instanceof CallError) return thrown;
		console.error(thrown);
		return new CallError({ code: 'unexpected' });
	}
}

export type CommandName = keyof Commands & string;
export type RequestOf<N extends CommandName> = Commands[N]['request'];
export type ResponseOf<N extends CommandName> = Commands[N]['response'];

/** True in the real window; false behind the bridge, where native dialogs do not exist. */
export const inWindow = isTauri();

/** Runs a command; throws `CallError` on a refusal or a fault. */
export async function call<N extends CommandName>(name: N, request: RequestOf<N>): Promise<ResponseOf<N>> {
	let reply: Reply<ResponseOf<N>>;
	if (inWindow) {
		reply = await invoke<Reply<ResponseOf<N>>>('call', { name, request });
	} else {
		let response: Response;
		try {
			response = await fetch(`/call/${name}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(request ?? null),
			});
			reply = (await response.json()) as Reply<ResponseOf<N>>;
		} catch {
			throw new CallError({ code: 'core_unreachable' });
		}
	}
	if (reply.ok) return reply.value;
	throw new CallError(reply.failure);
}

/** Every type of the command list. */
export type * as Wire from './generated/types.ts';
