import CDashboardAssets
import Crypto
import NIOCore

/// A file of the dashboard, which is part of the binary.
struct DashboardAsset: Sendable {
    /// Its path below the folder of the dashboard's files: `js/charts.js`.
    let name: String
    /// Its content.
    let bytes: ByteBuffer
    /// What it is.
    let mediaType: String
    /// A strong tag of its content (RFC 9110 §8.8.3).
    let entityTag: String

    init(name: String, bytes: ByteBuffer) {
        self.name = name
        self.bytes = bytes
        mediaType = Self.mediaType(of: name)
        let digest = SHA256.hash(data: bytes.readableBytesView)
        // Half of it tells any two files apart.
        entityTag = "\"" + digest.prefix(16).map { Self.hexadecimal($0) }.joined() + "\""
    }

    /// All files of the binary, by name. Read once, when the first one is asked for.
    static let all: [String: DashboardAsset] = {
        let files = UnsafeBufferPointer(start: kanmon_dashboard_assets(), count: kanmon_dashboard_asset_count())
        var assets: [String: DashboardAsset] = [:]
        for file in files {
            let name = String(cString: file.name)
            let bytes = ByteBuffer(bytes: UnsafeBufferPointer(start: file.bytes, count: file.size))
            assets[name] = DashboardAsset(name: name, bytes: bytes)
        }
        return assets
    }()

    private static func mediaType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "webmanifest": "application/manifest+json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return byte < 16 ? "0" + text : text
    }
}
