/// A part of the gateway that writes to the log, for a level of its own.
public enum LogModule: String, Sendable, Hashable, CaseIterable {
    /// Start, stop and reloads.
    case kanmon
    /// The listener and the pipeline.
    case gateway
    /// Requests: those that did not go smoothly, and all of them where `access` is on or the level is `debug`.
    case access
    /// Identities, budgets, alerts and the admin API.
    case governance
    /// The data folder and stored answers.
    case store
}
