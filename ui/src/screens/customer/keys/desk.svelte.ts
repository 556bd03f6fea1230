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

	/** The wizard for a new user, or for an existing one. */
	create(customerId: string, holder: Holder | null = null): void {
		this.job = { customerId, holder, issued: null };
	}

	/** What to do with a key that was just made. */
	show(customerId: string, issued: Wire.IssuedKey): void {
		this.job = { customerId, holder: null, issued };
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
