import ArgumentParser
import JSONText
import Pricing

/// `kanmon prices list`: all models and their prices.
struct PricesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List models and what they cost per million tokens."
    )

    @OptionGroup var file: PricesFile

    @Option(help: ArgumentHelp("Only this provider's models.", valueName: "name"))
    var provider: String?

    @Flag(help: "Print JSON, one model a line.")
    var json = false

    func run() throws {
        let catalog = try file.catalog()
        var providers = catalog.list.providers
        if let provider {
            guard let found = catalog.provider(provider) else {
                let known = providers.map(\.id).joined(separator: ", ")
                throw CommandFailure("no provider is called '\(provider)'; there are: \(known)")
            }
            providers = [found]
        }
        let report = PriceReport(at: PricesFile.now)
        Terminal.write(json ? report.lines(of: providers) : report.table(of: providers))
    }
}
