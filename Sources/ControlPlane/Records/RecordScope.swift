import Governance
import Store

/// Cuts what is asked of the ledger down to what the caller may see.
enum RecordScope {
    /// The query parameters that name whose requests are meant.
    static let filters: [Operation.Parameter] = [
        .time("from", "Not before this time."), .time("to", "Before this time."),
        .text("organization", "Only requests of this organization."), .text("team", "Only requests of this team."),
        .text("project", "Only requests of this project."), .text("user", "Only requests of this user's keys, by id."),
        .text("key", "Only requests of this key, by id or name."),
        .text("model", "Only requests for this model, as callers name it."),
        .text("provider", "Only requests that this provider answered."), .text("tag", "Only requests with this tag."),
    ]

    /// The filter that a query asks for, as far as the caller may see.
    /// - Returns: `nil` where nothing can be seen of what is asked for.
    static func filter(_ request: AdminRequest, _ visibility: Visibility) throws(AdminError) -> LedgerFilter? {
        let query = request.query
        var filter = LedgerFilter()
        filter.from = try query.time("from")
        filter.to = try query.time("to")
        if let from = filter.from, let to = filter.to, from > to {
            throw .parameter("to", "It must not be before from.")
        }
        filter.organization = query["organization"]
        filter.teams = query["team"].map { [$0] }
        filter.project = query["project"]
        filter.user = query["user"]
        filter.key = query["key"]
        filter.model = query["model"]
        filter.provider = query["provider"]
        filter.tag = query["tag"]
        switch visibility {
        case .all: break
        case .owner(let id):
            if let user = filter.user, user != id { return nil }
            filter.user = id
        case .teams(let teams, let id):
            // What is one's own may be seen in whatever team it was.
            if filter.user == id { return filter }
            let seen = filter.teams.map(teams.intersection) ?? teams
            guard !seen.isEmpty else { return nil }
            filter.teams = seen
        }
        return filter
    }
}
