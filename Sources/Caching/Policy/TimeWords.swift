public import Routing

/// Words of questions whose answer is another one tomorrow, in English and Japanese: a ready-made rule for whoever wants one.
///
/// Rather too much than too little: a question that is asked anew costs money, a stale answer costs trust.
public enum TimeWords {
    /// The expressions.
    static let sources = [
        #"(?i)\b(today|tonight|tomorrow|yesterday|now(adays)?|currently|right now|at the moment|at present|as of)\b"#,
        #"(?i)\b(this|next|last|past|coming) (hour|morning|afternoon|evening|night|week(end)?|month|quarter|year)\b"#,
        #"(?i)\b(this|next|last) (mon|tues|wednes|thurs|fri|satur|sun)day\b"#,
        #"(?i)\b(current|latest|newest|recent(ly)?|up[- ]to[- ]date|live|breaking|real[- ]?time)\b"#,
        #"(?i)\b(weather|forecast|news|headlines|traffic|score|standings|stock price|share price|exchange rate)s?\b"#,
        #"(?i)\bwhat('s| is| was)? (the )?(time|date|day|year)\b"#,
        #"(?i)\b(how (old|long ago)|days? (until|till|left|since)|ago|since when|still open|so far)\b"#,
        "今日|本日|昨日|明日|明後日|一昨日|きょう|きのう|あした|あす|今朝|今晩|今夜|昨夜|昨晩",
        "今週|来週|先週|今月|来月|先月|今年|来年|去年|昨年|今年度|今期|今四半期|週末",
        "現在|現時点|目下|いま(の|は|、|どう|何)|今(の|は|、|から|すぐ|どう|何|いく)|ただいま|ただ今|たった今|最近|最新|直近|近頃|このごろ",
        "天気|予報|気温|降水|台風|ニュース|速報|渋滞|運行状況|株価|為替|相場|レート|スコア|順位",
        "何時(です|ですか|か|\\?|？)|何日(です|ですか|か|\\?|？)|何曜日|何年(です|ですか|\\?|？)|あと何(日|時間|分|年)|何日前|何年前",
    ]

    /// The expressions, ready for use.
    public static let patterns: [Pattern] = sources.compactMap { try? Pattern(parsing: $0) }

    /// A rule that keeps such questions out of the cache.
    public static let rule = CacheRule("time-words", .deny, texts: patterns)
}
