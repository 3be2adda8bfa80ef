import ArgumentParser
import ControlPlane
import Governance

/// Whose requests are meant, and when.
struct RecordOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Not before: 2026-02-01, 2026-02-01T09:00:00+09:00, or 7d for a week ago.",
            valueName: "time"
        )
    )
    var from: String?

    @Option(help: ArgumentHelp("Before this time.", valueName: "time"))
    var to: String?

    @Option(help: ArgumentHelp("Only this organization's.", valueName: "name"))
    var organization: String?

    @Option(help: ArgumentHelp("Only this team's.", valueName: "name"))
    var team: String?

    @Option(help: ArgumentHelp("Only this project's.", valueName: "name"))
    var project: String?

    @Option(help: ArgumentHelp("Only this user's.", valueName: "id"))
    var user: String?

    @Option(help: ArgumentHelp("Only this key's.", valueName: "id|name"))
    var key: String?

    @Option(help: ArgumentHelp("Only for this model, as callers name it.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Only answered by this provider.", valueName: "name"))
    var provider: String?

    @Option(help: ArgumentHelp("Only with this tag.", valueName: "tag"))
    var tag: String?

    func validate() throws {
        for (name, text) in [("from", from), ("to", to)] { _ = try MomentOption.past(text, name) }
    }

    /// The query parameters.
    var filters: [(name: String, value: String?)] {
        get throws {
            [
                ("from", try MomentOption.past(from, "from")), ("to", try MomentOption.past(to, "to")),
                ("organization", organization), ("team", team), ("project", project), ("user", user), ("key", key),
                ("model", model), ("provider", provider), ("tag", tag),
            ]
        }
    }
}

/// Moments on the command line.
enum MomentOption {
    /// A moment, or so long ago.
    static func past(_ text: String?, _ option: String) throws -> String? {
        try moment(text, option, isAhead: false)
    }

    /// A moment, or so long from now.
    static func future(_ text: String?, _ option: String) throws -> String? {
        try moment(text, option, isAhead: true)
    }

    private static func moment(_ text: String?, _ option: String, isAhead: Bool) throws -> String? {
        guard let text else { return nil }
        guard let moment = ArgumentText.moment(text, now: .now, isAhead: isAhead) else {
            throw ValidationError(
                "'--\(option) \(text)' is neither a time (2026-02-01T09:00:00Z), a date (2026-02-01) nor a duration (36h, 90d)."
            )
        }
        return moment.description
    }
}
