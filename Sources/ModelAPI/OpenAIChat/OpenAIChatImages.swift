import JSONText

/// Generated pictures, which the vendor's Chat API does not have and compatible ones write as `images` of a message or delta.
enum OpenAIChatImages {
    /// Reads an element of `images`, or a part of `content` of the same form.
    /// - Parameter path: where it stands in the answer.
    /// - Returns: `nil` where it is no picture.
    static func read(_ element: JSONValue, at path: String) -> MediaPart? {
        guard let url = element["image_url"]?["url"]?.string, !url.isEmpty else { return nil }
        var image: MediaPart
        if let data = DataURL(url) {
            let type = data.mediaType ?? OpenAIChatMedia.imageType(ofBase64: data.base64)
            image = MediaPart(.base64(data.base64), mediaType: type)
        } else if DataURL.isOne(url) {
            return nil
        } else {
            image = MediaPart(.url(url))
        }
        image.path = path
        return image
    }

    /// Writes an element of `images`.
    /// - Parameter index: which of the message's pictures it is, from 0.
    /// - Returns: `nil` where it cannot stand in a URL: a file stored with another provider.
    static func write(_ image: MediaPart, index: Int) -> JSONValue? {
        let url: String
        switch image.source {
        case .url(let address): url = address
        case .base64(let data):
            url = DataURL.text(
                mediaType: image.mediaType ?? OpenAIChatMedia.imageType(ofBase64: data),
                base64: data
            )
        case .text, .file: return nil
        }
        return ["type": "image_url", "index": JSONValue(index), "image_url": ["url": .string(url)]]
    }
}
