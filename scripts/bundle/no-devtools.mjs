// Stands in for development tools that are never loaded.
export const empty = {};
export { empty as default };
