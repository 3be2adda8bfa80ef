/// The names of what has changed above the keys.
struct ChangedParents {
    var organizations: Set<String> = []
    var teams: Set<String> = []
    var projects: Set<String> = []
    var users: Set<String> = []

    var isEmpty: Bool { organizations.isEmpty && teams.isEmpty && projects.isEmpty && users.isEmpty }
}
