import JSONText
import Pricing
import Settings

/// The prices that `kanmon prices update` has written into a data folder, which count instead of the built-in ones.
enum FolderPrices {
    /// The catalogue of a configuration's data folder; the built-in one where it has none.
    /// - Throws: ``CommandFailure`` where there is a file that cannot be used: prices are never guessed.
    static func catalog(
        of configuration: KanmonConfiguration
    ) throws(CommandFailure) -> PriceCatalog {
        guard case .folder(let folder) = configuration.data else { return .builtIn }
        return try catalog(in: folder)
    }

    /// The catalogue of a data folder; the built-in one where it has none.
    static func catalog(in folder: String) throws(CommandFailure) -> PriceCatalog {
        let path = PricesFile.path(in: folder)
        let bytes: [UInt8]
        do throws(FileReader.Failure) {
            bytes = try FileReader.live.read(path, PricesFile.limit)
        } catch {
            if !PricesFile.exists(path) { return .builtIn }
            throw CommandFailure("\(path): cannot read the file: \(error)")
        }
        return PriceCatalog(try PricesFile.parse(bytes, name: path, version: "").list)
    }
}
