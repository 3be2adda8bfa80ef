import ArgumentParser
import ControlPlane
import Governance

/// `kanmon usage`: usage and cost, added up.
struct UsageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Add up requests, tokens and cost.",
        discussion: """
            Against a running gateway (--url, with its admin token in KANMON_ADMIN_TOKEN), or on its data folder
            (--data).

              kanmon usage --from 30d --group-by model
              kanmon usage --from 2026-02-01 --to 2026-03-01 --group-by day --time-zone Asia/Tokyo --team research
            """
    )

    @OptionGroup var admin: AdminOptions
    @OptionGroup var records: RecordOptions
    @OptionGroup var amounts: CurrencyOption

    @Option(
        help: ArgumentHelp(
            "team (where nothing is said), key, model, provider, project, user, tag, day or hour.",
            valueName: "what"
        )
    )
    var groupBy: String?

    @Option(help: ArgumentHelp("Where days and hours begin: +09:00 or Asia/Tokyo.", valueName: "zone"))
    var timeZone: String?

    func run() async throws {
        let filters = try records.filters + [("group_by", groupBy), ("time_zone", timeZone)]
        let call = AdminCall(.get, "/usage", query: AdminCall.parameters(filters))
        try await admin.withClient { client in
            try admin.print(try await client.door.answer(call), amounts.table(.usage))
        }
    }
}
