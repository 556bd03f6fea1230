/** Long work of the core: how far it is, and stopping it. */
import { call, type Wire } from '$lib/api/client.ts';

/** How often is asked; a second of work is not asked about more than a few times. */
const EVERY = 200;

export class Job {
	progress = $state.raw<Wire.JobProgress>({ stage: 'none', done: 0, total: 0 });
	stopping = $state(false);
	readonly name = crypto.randomUUID();

	/** Runs the work under this job's name and asks how far it is until it ends. */
	async run<T>(work: (job: string) => Promise<T>): Promise<T> {
		let over = false;
		const ask = async (): Promise<void> => {
			while (!over) {
				await new Promise((resolve) => setTimeout(resolve, EVERY));
				if (over) return;
				try {
					const now = await call('jobs.progress', { job: this.name });
					if (now.stage !== 'none') this.progress = now;
				} catch {
					// The work itself says what went wrong.
					return;
				}
			}
		};
		void ask();
		try {
			return await work(this.name);
		} finally {
			over = true;
		}
	}

	async stop(): Promise<void> {
		this.stopping = true;
		try {
			await call('jobs.cancel', { job: this.name });
		} catch {
			this.stopping = false;
		}
	}
}
