/** The key wizard as a dialog: any screen, shortcut or palette entry of the workspace opens it here. */
import type { Wire } from '$lib/api/client.ts';

/** An existing user that gets one more device. */
export interface Holder {
	id: string;
	name: string;
}

export interface KeyJob {
	customerId: string;
	holder: Holder | null;
	/** What was typed before and refused: the form begins with it. */
	typed: Wire.Typed | null;
	/** What is to be done once the key is made. */
	onmade: (() => void) | null;
	/** The key was made already (restored, re-issued, moved): only what to do with it is shown. */
	issued: Wire.IssuedKey | null;
}

/** A user that has just come to be; tables see to it that its row can be seen. */
export interface Arrival {
	customerId: string;
	userId: string;
	name: string;
	/** Where the key stands that its row will show. */
	stage: Wire.KeyStage;
}

class KeyDesk {
	job = $state.raw<KeyJob | null>(null);
	arrival = $state.raw<Arrival | null>(null);
	/** A user that was typed before and refused: the form for a user without a key begins with it. */
	person = $state.raw<{ typed: Wire.Typed; onmade: () => void } | null>(null);

	/** The wizard for a new user, or for an existing one. */
	create(customerId: string, holder: Holder | null = null): void {
		this.job = { customerId, holder, typed: null, onmade: null, issued: null };
	}

	/** The wizard with what was typed before and refused. */
	again(typed: Wire.Typed, onmade: () => void): void {
		const holder = typed.user_id ? { id: typed.user_id, name: typed.user_name } : null;
		this.job = { customerId: typed.customer_id, holder, typed, onmade, issued: null };
	}

	/** What to do with a key that was just made. */
	show(customerId: string, issued: Wire.IssuedKey): void {
		this.job = { customerId, holder: null, typed: null, onmade: null, issued };
	}

	close(): void {
		this.job = null;
	}

	/** Somebody new is there. */
	arrived(arrival: Arrival): void {
		this.arrival = arrival;
	}
}

export const keyDesk = new KeyDesk();
