import ArgumentParser
import Guardrails

/// What `kanmon guard` reads and which findings count.
struct GuardOptions: ParsableArguments {
    @Argument(help: "The file with the lines; - for standard input.")
    var input = "-"

    @Option(help: "The least score of a finding that counts, 0 to 1.")
    var threshold = 0.5

    @Option(
        help: ArgumentHelp(
            "The types that count, parted by commas, such as MY_NUMBER,EMAIL. (default: all)",
            valueName: "types"
        )
    )
    var types: String?

    @Option(help: "How many lines are looked at at once. (default: one for each core)")
    var jobs: Int?

    func validate() throws {
        if !(0...1).contains(threshold) { throw ValidationError("--threshold: a score is 0 to 1") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs: 1 to 256") }
    }

    /// The findings that count, none of which overlaps another.
    func selection() -> FindingChoice {
        FindingChoice(
            threshold: threshold,
            types: types.map { Set($0.split(separator: ",").map { FindingType(rawValue: String($0)) }) }
        )
    }
}
