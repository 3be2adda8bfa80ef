/// An image, document, sound or film in the request: acknowledged, never looked into.
struct Media: Hashable, Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case image
        case document
        case audio
        case video
    }

    enum Source: Hashable, Sendable {
        /// In the request itself; the length is that of the decoded bytes.
        case inline(byteCount: Int)
        case url(String)
        case fileID(String)
    }

    var kind: Kind
    /// Empty where the request does not say.
    var mediaType: String
    var source: Source

    /// Every medium counts as this many input tokens.
    static let tokens = 258

    /// As the answer acknowledges it: `image/png, 68 bytes`.
    var words: String {
        let place =
            switch source {
            case .inline(let byteCount): "\(byteCount) bytes"
            case .url(let url): "at \(url)"
            case .fileID(let id): "file \(id)"
            }
        return mediaType.isEmpty ? place : "\(mediaType), \(place)"
    }

    /// A medium whose kind follows from its type.
    init(mediaType: String, source: Source) {
        let family = mediaType.prefix { $0 != "/" }
        self.init(kind: Kind(rawValue: String(family)) ?? .document, mediaType: mediaType, source: source)
    }

    init(kind: Kind, mediaType: String, source: Source) {
        self.kind = kind
        self.mediaType = mediaType
        self.source = source
    }

    /// Reads a `data:` URL with Base64 contents (RFC 2397); `nil` where it is not one.
    static func dataURL(_ url: String) -> (mediaType: String, byteCount: Int)? {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else { return nil }
        let header = url[url.index(url.startIndex, offsetBy: 5)..<comma]
        guard header.hasSuffix(";base64"), let count = Base64.decodedCount(String(url[url.index(after: comma)...]))
        else { return nil }
        return (String(header.dropLast(7)), count)
    }
}
