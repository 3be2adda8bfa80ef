/// Scripts without spaces.
extension TextAnalyzer {
    /// Reads a run of kana and kanji.
    /// - Returns: where to go on.
    mutating func readRun(at start: Int) -> Int {
        if let end = kanjiNumberEnd(at: start) { return readKanjiNumber(at: start, end: end) }
        var end = start + 1
        while end < plain.count, ScalarClass(plain[end]).isUnspaced, kanjiNumberEnd(at: end) == nil { end += 1 }
        // 令和6年 is read by its number, and so is 午後3時.
        let isBeforeNumber =
            end < plain.count && (ScalarClass(plain[end]) == .digit || ScalarClass(plain[end]) == .kanji)
        let runEnd = isBeforeNumber && end - start >= 2 && isNumberPrefix(end - 2) ? end - 2 : end
        guard runEnd > start else { return end }
        segmenter.cut(plain, start, runEnd, lexicon)
        var pendingKana: (start: Int, end: Int)?
        var isAfterStem = false
        for piece in segmenter.pieces {
            let from = Int(piece.start)
            let to = Int(piece.end)
            if piece.form < 0, ScalarClass(plain[from]) == .hiragana {
                // What follows a kanji is how the word is inflected.
                if isAfterStem { continue }
                pendingKana = (pendingKana?.start ?? from, to)
                continue
            }
            flush(&pendingKana)
            if piece.form < 0 {
                let kind = ScalarClass(plain[from])
                if language == .han {
                    // It may be Chinese, of which the lexicon knows no words.
                    for index in from..<to { addUnknownItem(kind, index, index + 1) }
                } else {
                    addUnknownItem(kind, from, to)
                }
                isAfterStem = kind == .kanji
            } else {
                items.append(
                    TextItem(kind: .form(Int(piece.form)), symbol: 0, hash: 0, start: from, end: to, isCapital: false)
                )
                isAfterStem = true
            }
        }
        flush(&pendingKana)
        return end
    }

    private mutating func flush(_ kana: inout (start: Int, end: Int)?) {
        guard let range = kana else { return }
        addUnknownItem(.hiragana, range.start, range.end)
        kana = nil
    }

    private mutating func addUnknownItem(_ kind: ScalarClass, _ start: Int, _ end: Int) {
        items.append(TextItem(kind: .unknown(kind), symbol: 0, hash: 0, start: start, end: end, isCapital: false))
    }

    private func isNumberPrefix(_ index: Int) -> Bool {
        guard index >= 0 else { return false }
        return switch (plain[index], plain[index + 1]) {
        case (0x4EE4, 0x548C), (0x5E73, 0x6210), (0x662D, 0x548C), (0x5927, 0x6B63), (0x5348, 0x524D),
            (0x5348, 0x5F8C):
            true
        default: false
        }
    }
}
