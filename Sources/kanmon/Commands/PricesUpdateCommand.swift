import ArgumentParser
import JSONText
import Pricing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kanmon prices update`: takes new prices over into the data folder.
struct PricesUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Take new prices over into the data folder.",
        discussion: """
            Reads genai-prices' data, LiteLLM's model_prices_and_context_window.json or a list
            in Kanmon's own format, says what changes, and writes prices.json into the data
            folder, whole or not at all. A provider the new prices name is replaced, others stay.

              kanmon prices update --data ./kanmon-data
              kanmon prices update --from model_prices_and_context_window.json \\
                --data ./kanmon-data --dry-run
            """
    )

    /// Where genai-prices publishes its data.
    static let published =
        "https://raw.githubusercontent.com/pydantic/genai-prices/refs/heads/main/prices/new_data/v2/data.json"

    @Option(help: ArgumentHelp("A file, or a URL: https, or http on this machine.", valueName: "url|file"))
    var from = Self.published

    @Option(help: ArgumentHelp("The data folder.", valueName: "folder"))
    var data = "./kanmon-data"

    @Option(help: ArgumentHelp("A PEM file of authorities to trust beside the system's.", valueName: "file"))
    var ca: String?

    @Flag(help: "Only say what would change.")
    var dryRun = false

    @Flag(help: "Print the changes as JSON.")
    var json = false

    func run() async throws {
        let isURL = from.contains("://")
        let now = PricesFile.now
        let version = now.date
        let source =
            isURL
            ? try PricesFile.parse(try await PriceDownload.bytes(of: from, trusting: ca), name: from, version: version)
            : try PricesFile.read(from, version: version)
        let path = PricesFile.path(in: data)
        let old =
            FileManager.default.fileExists(atPath: path)
            ? try PricesFile.read(path, version: "").list : PriceCatalog.builtIn.list
        let update = PriceUpdate(source.list, over: old)
        if !dryRun { try write(PriceListFormat.write(update.list), to: path) }
        Terminal.write(json ? PrettyJSON.text(update.json) : update.text)
        for note in source.notes.prefix(20) { Terminal.writeError("note: \(note)") }
        if source.notes.count > 20 { Terminal.writeError("note: and \(source.notes.count - 20) more were left out") }
        if let warning = update.warning { Terminal.writeError("warning: \(warning)") }
        if !json { Terminal.write(dryRun ? "nothing was written" : "written to \(path)") }
    }

    /// Writes a file beside the old one and puts it in its place.
    private func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure("\(path): cannot write the file: \(error)")
        }
    }
}
