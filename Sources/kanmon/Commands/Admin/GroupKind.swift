import ControlPlane

/// A kind of object that is identified by its name.
protocol GroupKind: Sendable {
    /// The commands' name and the path's: `teams`.
    static var collection: String { get }
    /// One of them, with its article.
    static var noun: String { get }
    /// The member that says what it belongs to: `organization`.
    static var parent: String { get }
    /// How they look.
    static var view: AdminView { get }
}

/// Teams.
enum TeamKind: GroupKind {
    static let collection = "teams"
    static let noun = "a team"
    static let parent = "organization"
    static let view = AdminView.teams
}

/// Projects.
enum ProjectKind: GroupKind {
    static let collection = "projects"
    static let noun = "a project"
    static let parent = "team"
    static let view = AdminView.projects
}
