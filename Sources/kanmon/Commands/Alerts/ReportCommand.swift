import Alerting
import ArgumentParser
import ControlPlane
import Governance
import JSONText

/// `kanmon report`: the report on a week.
struct ReportCommand: AsyncParsableCommand {
    /// What is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, html, json
    }

    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print the report on a week.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data).

              kanmon report
              kanmon report --week 2026-W47 --language ja
              kanmon report --week 2026-W47 --format html > report.html
            """
    )

    @OptionGroup var admin: AdminOptions

    @Option(
        help: ArgumentHelp("The week, as ISO 8601 numbers them. (default: the last whole one)", valueName: "2026-W47")
    )
    var week: String?

    @Option(help: ArgumentHelp("en or ja. (default: the configured one)", valueName: "language"))
    var language: String?

    @Option(help: ArgumentHelp("Where its days begin. (default: the configured one)", valueName: "zone"))
    var timeZone: String?

    @Option(help: ArgumentHelp("text, html or json.", valueName: "format")) var format = Format.text

    func validate() throws {
        if let week, ISOWeek(week) == nil { throw ValidationError("'\(week)' is no week such as 2026-W47.") }
        if let language, NoticeLanguage(rawValue: language) == nil {
            throw ValidationError("'--language' must be en or ja.")
        }
    }

    func run() async throws {
        let filters: [(name: String, value: String?)] = [
            ("week", week), ("language", language), ("time_zone", timeZone),
        ]
        let call = AdminCall(.get, "/reports/weekly", query: AdminCall.parameters(filters))
        try await admin.withClient { client in
            let reply = try await client.door.answer(call)
            if format == .json || admin.json { return try OutputFile(nil).write(reply.bytes + [UInt8(ascii: "\n")]) }
            let text = try reply.value[format == .html ? "html" : "text"]?.string ?? ""
            // Names of others are in it: what would steer a terminal is not for it.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                TerminalText.plain(String($0))
            }
            try OutputFile(nil).write(Array(lines.joined(separator: "\n").utf8))
        }
    }
}
