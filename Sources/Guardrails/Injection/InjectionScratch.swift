/// The working memory of injection scores: one for each thread that scores.
public final class InjectionScratch {
    let patterns: PatternScratch
    var text = InjectionText()
    var sums: [Int32] = []
    var matches: [PatternMatch] = []
    var phrases: PhraseMatcher.Scratch
    var found: [PhraseMatcher.Match] = []

    init(_ patterns: PatternScratch, _ phrases: PhraseMatcher.Scratch) {
        self.patterns = patterns
        self.phrases = phrases
    }
}
