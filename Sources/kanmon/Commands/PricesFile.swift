import ArgumentParser
import JSONText
import Pricing
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder whose prices count instead of the built-in ones.
struct PricesFile: ParsableArguments {
    /// The most bytes a price list may have.
    static let limit = 64 << 20

    @Option(
        help: ArgumentHelp(
            "The data folder; its prices.json counts instead of the built-in prices.",
            valueName: "folder"
        )
    )
    var data: String?

    /// The prices of the folder, or the built-in ones where none is named or it has no `prices.json`.
    func catalog() throws -> PriceCatalog { try data.map(FolderPrices.catalog(in:)) ?? .builtIn }

    /// Whether there is a file.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Where a data folder has its prices.
    static func path(in folder: String) -> String { folder + "/prices.json" }

    /// Reads prices of any format from a file.
    static func read(_ path: String, version: String) throws -> PriceSource {
        let bytes: [UInt8]
        do throws(FileReader.Failure) {
            bytes = try FileReader.live.read(path, limit)
        } catch {
            throw CommandFailure("\(path): cannot read the file: \(error)")
        }
        return try parse(bytes, name: path, version: version)
    }

    /// Reads prices of any format.
    static func parse(_ bytes: [UInt8], name: String, version: String) throws(CommandFailure) -> PriceSource {
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch {
            throw CommandFailure("\(name): this is no JSON: \(error)")
        }
        do throws(PricingError) {
            return try PriceSource(document, version: version, name: name)
        } catch {
            throw CommandFailure("\(name): \(error.message)")
        }
    }

    /// This moment.
    static var now: PriceTime { PriceTime(unixSeconds: Int64(Date().timeIntervalSince1970)) }
}
