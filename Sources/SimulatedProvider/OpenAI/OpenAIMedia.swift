import JSONText

/// Reads the media parts of Chat Completions messages.
enum OpenAIMedia {
    static func read(_ part: RequestNode, type: String) throws(Refusal) -> Media {
        let details = try part.required(type)
        switch type {
        case "image_url":
            let node = try details.required("url")
            let url = try node.string()
            if let data = Media.dataURL(url) {
                return Media(kind: .image, mediaType: data.mediaType, source: .inline(byteCount: data.byteCount))
            }
            guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
                throw node.refusal(
                    "Invalid '\(node.path.text)': expected a base64-encoded data URL or an http(s) URL.",
                    code: "invalid_image_url"
                )
            }
            return Media(kind: .image, mediaType: "", source: .url(url))
        case "input_audio":
            let format = try details.required("format").string()
            let data = try details.required("data")
            guard format == "wav" || format == "mp3" else {
                throw Refusal(
                    400,
                    "Invalid value: '\(format)'. Supported values are: 'wav' and 'mp3'.",
                    param: details.path.appending(.name("format")).text,
                    code: "invalid_value"
                )
            }
            guard let count = Base64.decodedCount(try data.string()) else {
                throw data.refusal("Invalid '\(data.path.text)': expected base64-encoded audio.", code: "invalid_value")
            }
            return Media(kind: .audio, mediaType: "audio/\(format)", source: .inline(byteCount: count))
        default:
            if let id = try details.optionalString("file_id") {
                return Media(kind: .document, mediaType: "", source: .fileID(id))
            }
            let data = try details.required("file_data")
            guard let contents = Media.dataURL(try data.string()) else {
                throw data.refusal(
                    "Invalid '\(data.path.text)': expected a base64-encoded data URL with a MIME type.",
                    code: "invalid_value"
                )
            }
            return Media(
                kind: .document,
                mediaType: contents.mediaType,
                source: .inline(byteCount: contents.byteCount)
            )
        }
    }
}
