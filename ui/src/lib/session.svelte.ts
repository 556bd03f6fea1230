/** Who is at this computer: nothing set up, locked, or unlocked with an account in a tenant. */
import { call, CallError } from './api/client.ts';
import { on } from './api/events.ts';

export type Role = 'distributor_admin' | 'installer' | 'customer_admin';

/** A tenant an account may work in. */
export interface Workspace {
	id: string;
	kind: 'distributor' | 'customer';
	name: string;
	/** The distributor's code or the customer's System ID. */
	code: string;
	demo: boolean;
}

export interface Account {
	id: string;
	email: string;
	role: Role;
}

export interface SessionState {
	phase: 'first-run' | 'locked' | 'unlocked';
	account: Account | null;
	/** The tenant the account belongs to. */
	home: Workspace | null;
	/** The whole profile is the demo. */
	demo: boolean;
}

class Session {
	phase = $state<'loading' | 'failed' | SessionState['phase']>('loading');
	state = $state.raw<SessionState | null>(null);
	error = $state.raw<CallError | null>(null);
	#started = false;

	get account(): Account | null {
		return this.state?.account ?? null;
	}

	get home(): Workspace | null {
		return this.state?.home ?? null;
	}

	get demo(): boolean {
		return this.state?.demo ?? false;
	}

	/** Asks the core once and follows its lock from then on. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		on('locked', () => void this.refresh());
		void this.refresh();
	}

	async refresh(): Promise<void> {
		try {
			const state = (await call('session.state', {})) as SessionState;
			this.state = state;
			this.error = null;
			this.phase = state.phase;
		} catch (thrown) {
			this.error = CallError.from(thrown);
			this.phase = 'failed';
		}
	}

	/** Closes the screens; unsent work and the store stay as they are. */
	async lock(): Promise<void> {
		await call('session.lock', {});
		await this.refresh();
	}
}

export const session = new Session();
