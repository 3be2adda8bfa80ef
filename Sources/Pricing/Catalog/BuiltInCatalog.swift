import CPriceCatalog
import JSONText

extension PriceCatalog {
    /// The catalogue that is part of the binary, read at its first use; no file is needed and nothing is downloaded.
    public static let builtIn: PriceCatalog = {
        let bytes = UnsafeRawBufferPointer(start: kanmon_price_catalog(), count: kanmon_price_catalog_size())
        do {
            return PriceCatalog(try PriceListFormat.read(try JSONValue(parsing: Array(bytes))))
        } catch {
            // The bytes are this source's own and read by its tests: what cannot be read never leaves a build.
            preconditionFailure("the built-in price catalogue cannot be read: \(error)")
        }
    }()
}
