/// What limits and budgets are put on, and what spending is added up by.
///
/// Organizations, teams and projects are known by their names, which never change; keys and users by their ids, because
/// their names may be given again.
public enum Scope: Hashable, Sendable {
    /// An organization, by its name.
    case organization(String)
    /// A team, by its name.
    case team(String)
    /// A project, by its name.
    case project(String)
    /// A user, by id.
    case user(String)
    /// A virtual key, by id.
    case key(String)
    /// One model as one key uses it.
    case keyModel(key: String, model: String)
    /// A model as callers name it.
    case model(String)
    /// A provider, by its name.
    case provider(String)
    /// All requests that carry a tag.
    case tag(String)
}
