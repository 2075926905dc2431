// htmx is served by django-htmx as a script of its own; this is the part of it that controllers call.
interface Window {
  htmx: {
    ajax(verb: string, path: string, context: Record<string, unknown>): Promise<void>;
    swap(context: Record<string, unknown>): Promise<void>;
    process(element: Element): void;
  };
}
