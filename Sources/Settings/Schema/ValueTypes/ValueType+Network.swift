import JSONText

extension ValueType<ListenAddress> {
    static let listenAddress = ValueType(
        .text(words: "host:port", pattern: "^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_.-]+):[0-9]{1,5}$")
    ) { place, reading in
        let words = "an address such as 127.0.0.1:4000, [::1]:4000 or 0.0.0.0:4000"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let address = scalar.string.flatMap(ListenAddress.init) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return address
    }
    .written { .string($0.description) }
}

extension ValueType<BaseURL> {
    /// Where a provider is. Messages do not show the text: a misplaced password may be in it.
    static let baseURL = ValueType(
        .text(words: "URL", pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+(/[^?#\\s]*)?$")
    ) { place, reading in
        let words = "an absolute URL such as https://api.example.com/v1"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        do throws(InvalidURL) {
            return try BaseURL(parsing: text)
        } catch {
            let allowed = "http or https, a host, perhaps a port and a path; no user, query or fragment"
            reading.report(.invalidValue, at: place, "not a base URL: \(error); allowed: \(allowed)")
            return nil
        }
    }
}

extension ValueType<ProxySetting> {
    /// A proxy's URL or `none`. Messages do not show the text: it may hold a password.
    static let proxy = ValueType(
        .text(words: "URL or `none`", pattern: "^(none|[Hh][Tt][Tt][Pp]://[^/?#\\s]+/?)$")
    ) { place, reading in
        let words = "\"none\" or a URL such as http://proxy.example.com:3128"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        if text == "none" { return .direct }
        do throws(InvalidURL) {
            return .proxy(try ProxyURL(parsing: text))
        } catch {
            reading.report(.invalidValue, at: place, "not a proxy: \(error); allowed: \(words)")
            return nil
        }
    }
}
