/* eslint-disable @typescript-eslint/no-explicit-any */
/** Every name with any request: stands in until the generated list exists. */
export type AnyCommands = Record<string, { request: any; response: any }>;
