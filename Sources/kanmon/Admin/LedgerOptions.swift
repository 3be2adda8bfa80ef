import ArgumentParser

/// Which requests of the ledger are meant, beside whose and when.
struct LedgerOptions: ParsableArguments {
    @OptionGroup var records: RecordOptions

    @Option(help: ArgumentHelp("Only with this HTTP status.", valueName: "status"))
    var status: Int?

    @Option(help: ArgumentHelp("Only those in which this guardrail found something.", valueName: "name"))
    var guardrail: String?

    @Option(help: ArgumentHelp("Only those in which a guardrail found this, such as MY_NUMBER.", valueName: "type"))
    var guardType: String?

    /// The query parameters.
    var filters: [(name: String, value: String?)] {
        get throws {
            try records.filters + [
                ("status", status.map(String.init)), ("guardrail", guardrail), ("guard_type", guardType),
            ]
        }
    }
}
