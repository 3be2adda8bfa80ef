/// What limits and budgets are put on, and what spending is added up by.
///
/// Organizations, teams and projects are known by their names, which never change; keys and users by their ids, because
/// their names may be given again.
public enum Scope: Hashable, Sendable {
    case organization(String)
    case team(String)
    case project(String)
    case user(String)
    case key(String)
    /// One model as one key uses it.
    case keyModel(key: String, model: String)
    /// A model as callers name it.
    case model(String)
    case provider(String)
    case tag(String)
}
