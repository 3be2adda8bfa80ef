public import ModelAPI
import Routing

/// The text of a question, for rules that look at it.
public enum QuestionText {
    /// The text of the last turn of the user's that has any, its parts in lines of their own; results of tools are none of
    /// the user's words.
    public static func last(of request: ChatRequest) -> String {
        for message in request.messages.reversed() where message.role == .user {
            let texts = message.parts.compactMap { part -> String? in
                if case .text(let text) = part { text.text } else { nil }
            }
            if !texts.isEmpty { return texts.joined(separator: "\n") }
        }
        return ""
    }

    /// How many pieces of a text are looked at: of a longer one its beginning and its end, where questions stand.
    static let mostWindows = 8
    /// How far a piece goes into the one before, so that no word is cut.
    private static let overlap = 96

    /// A text in pieces that patterns can look through.
    static func windows(of text: String) -> [String] {
        let length = Pattern.maximumText
        let scalars = text.unicodeScalars
        guard text.utf8.count > length, scalars.count > length else { return [text] }
        var windows: [String] = []
        var end = scalars.endIndex
        // From the end on, and at last the beginning.
        while windows.count < mostWindows - 1, end > scalars.startIndex {
            let start = scalars.index(end, offsetBy: -length, limitedBy: scalars.startIndex) ?? scalars.startIndex
            windows.append(String(scalars[start..<end]))
            if start == scalars.startIndex { return windows }
            end = scalars.index(start, offsetBy: overlap)
        }
        windows.append(String(scalars.prefix(length)))
        return windows
    }
}
