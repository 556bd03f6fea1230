/**
 * What screens say about places of the rail: a count, or that a place is switched off. It stands apart from the
 * list of places, because the route files that call this are loaded before that list can be.
 */
import { SvelteMap } from 'svelte/reactivity';

/** A count beside a place, and whether it asks for attention. */
export interface PlaceNote {
	text: string;
	attention?: boolean;
}

const notes = new SvelteMap<string, () => PlaceNote | null>();
const hidden = new SvelteMap<string, () => boolean>();

/** Shows a note beside a place; `place` is `customer/users` or `distributor/credit`. */
export function placeNote(place: string, note: () => PlaceNote | null): () => void {
	notes.set(place, note);
	return () => notes.delete(place);
}

/** Hides a place while `when()` is true, for instance reader groups where they are switched off. */
export function hidePlace(place: string, when: () => boolean): () => void {
	hidden.set(place, when);
	return () => hidden.delete(place);
}

/** The note beside a place, if there is one. */
export function noteOf(place: string): PlaceNote | null {
	return notes.get(place)?.() ?? null;
}

/** True while somebody hides a place. */
export function isHidden(place: string): boolean {
	return hidden.get(place)?.() ?? false;
}
