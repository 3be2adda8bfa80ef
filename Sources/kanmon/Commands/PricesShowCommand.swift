import ArgumentParser
import JSONText
import Pricing

/// `kanmon prices show`: all that is known of a model's prices.
struct PricesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything known about a model's prices.",
        discussion: """
            A model without a provider is looked for at all of them.

              kanmon prices show claude-sonnet-4-5
              kanmon prices show openai/gpt-4o --json
            """
    )

    @OptionGroup var file: PricesFile

    @Argument(help: ArgumentHelp("The model, or provider/model.", valueName: "model"))
    var model: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let found = PriceReport.find(model, in: try file.catalog())
        guard !found.isEmpty else { throw CommandFailure("no provider has a model called '\(model)'") }
        let report = PriceReport(at: PricesFile.now)
        Terminal.write(json ? PrettyJSON.text(report.json(of: found)) : report.text(of: found))
    }
}
