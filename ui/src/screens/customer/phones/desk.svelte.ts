/** The demo's simulated phone as a dialog: the key's done panel and the user card open it here. */

export interface PhoneJob {
	customerId: string;
	keyId: string;
	userName: string;
}

class TryDesk {
	job = $state.raw<PhoneJob | null>(null);

	open(customerId: string, keyId: string, userName: string): void {
		this.job = { customerId, keyId, userName };
	}

	close(): void {
		this.job = null;
	}
}

export const tryDesk = new TryDesk();
