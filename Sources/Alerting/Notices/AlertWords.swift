import Governance

/// What is said of alerts, in each language.
struct AlertWords: Sendable {
    let language: NoticeLanguage

    private var numbers: NumberText { NumberText(language: language) }

    // MARK: - Values

    /// A value of a signal.
    func value(_ value: Double, of signal: AlertSignal) -> String {
        switch signal.unit {
        case .share: numbers.share(value)
        case .dollars: numbers.dollars(value)
        case .times: language == .english ? "\(numbers.fixed(value, 1)) times" : "\(numbers.fixed(value, 1)) 倍"
        case .seconds: language == .english ? "\(numbers.fixed(value, 1)) s" : "\(numbers.fixed(value, 1)) 秒"
        case .days: language == .english ? "\(numbers.fixed(value, 0)) days" : "\(numbers.fixed(value, 0)) 日"
        case .count: language == .english ? numbers.fixed(value, 0) : "\(numbers.fixed(value, 0)) 件"
        case .state:
            switch language {
            case .english: value > 0 ? "down" : "up"
            case .japanese: value > 0 ? "停止" : "稼働"
            }
        }
    }

    func severity(_ severity: AlertSeverity) -> String {
        switch (language, severity) {
        case (.english, .warning): "Warning"
        case (.english, .critical): "Critical"
        case (.japanese, .warning): "警告"
        case (.japanese, .critical): "重大"
        }
    }

    func subject(_ subject: AlertSubject) -> String {
        let kind =
            switch (language, subject.kind) {
            case (.english, .gateway): "the gateway"
            case (.english, .provider): "provider"
            case (.english, .model): "model"
            case (.english, .budget): "budget"
            case (.japanese, .gateway): "ゲートウェイ"
            case (.japanese, .provider): "プロバイダー"
            case (.japanese, .model): "モデル"
            case (.japanese, .budget): "予算"
            }
        return subject.kind == .gateway ? kind : "\(kind) \(subject.name)"
    }

    /// What is watched, in few words.
    func signal(_ signal: AlertSignal) -> String {
        switch language {
        case .english:
            switch signal {
            case .budgetShare: "Budget used"
            case .spendPerDay: "Spend today"
            case .spendAnomaly: "Unusual spend"
            case .errorRate: "Error rate"
            case .p99Latency: "Slow answers (p99)"
            case .fallbackShare: "Fallback share"
            case .providerDown: "Provider down"
            case .keyRefused: "Provider key refused"
            case .cacheHitDrop: "Cache hits dropped"
            case .unknownPrice: "Unknown price"
            case .journalLag: "Journal lag"
            case .certificateExpiry: "Certificate expiry"
            }
        case .japanese:
            switch signal {
            case .budgetShare: "予算の消化"
            case .spendPerDay: "本日の利用額"
            case .spendAnomaly: "利用額の異常"
            case .errorRate: "エラー率"
            case .p99Latency: "応答の遅延 (p99)"
            case .fallbackShare: "フォールバック率"
            case .providerDown: "プロバイダー停止"
            case .keyRefused: "プロバイダーの API キー拒否"
            case .cacheHitDrop: "キャッシュヒット率の低下"
            case .unknownPrice: "価格不明のモデル"
            case .journalLag: "ジャーナルの遅れ"
            case .certificateExpiry: "証明書の有効期限"
            }
        }
    }

    // MARK: - Sentences

    func title(_ change: AlertChange) -> String {
        let what = signal(change.rule.signal)
        let whose = change.subject.kind == .gateway ? "" : " – \(change.subject.name)"
        let amount = change.rule.signal.unit == .state ? "" : " (\(value(change.value, of: change.rule.signal)))"
        switch (language, change.kind) {
        case (.english, .raised): return "[\(severity(change.rule.severity))] \(what)\(whose)\(amount)"
        case (.english, .still): return "[\(severity(change.rule.severity)), continuing] \(what)\(whose)\(amount)"
        case (.english, .cleared): return "[Resolved] \(what)\(whose)"
        case (.japanese, .raised): return "【\(severity(change.rule.severity))】\(what)\(whose)\(amount)"
        case (.japanese, .still): return "【\(severity(change.rule.severity))・継続中】\(what)\(whose)\(amount)"
        case (.japanese, .cleared): return "【復旧】\(what)\(whose)"
        }
    }

    /// What is the case, or that it is no longer.
    func statement(_ change: AlertChange) -> String {
        guard let ending = change.ending else { return cause(change) }
        switch (language, ending) {
        case (.english, .recovered): return "Back to normal: \(subject(change.subject))."
        case (.english, .missing): return "No more values for \(subject(change.subject)); the alert is closed."
        case (.english, .unwatched): return "The rule \(change.rule.name) is no longer in force; the alert is closed."
        case (.japanese, .recovered): return "\(subject(change.subject))は正常な状態に戻りました。"
        case (.japanese, .missing): return "\(subject(change.subject))の値が得られなくなったため、アラートを終了しました。"
        case (.japanese, .unwatched): return "ルール \(change.rule.name) が無効になったため、アラートを終了しました。"
        }
    }

    private func cause(_ change: AlertChange) -> String {
        let rule = change.rule
        let value = value(change.value, of: rule.signal)
        let limit = self.value(rule.threshold, of: rule.signal)
        let window = numbers.duration(rule.window)
        let name = change.subject.name
        switch language {
        case .english:
            return switch rule.signal {
            case .budgetShare: "\(value) of the budget \(name) is used. The alert level is \(limit)."
            case .spendPerDay: "\(value) has been spent since midnight, more than \(limit)."
            case .spendAnomaly:
                "Today's spend is \(value) the mean of the same weekday in the last four weeks (alert above \(limit))."
            case .errorRate: "\(value) of the calls in the last \(window) failed, more than \(limit)."
            case .p99Latency:
                "In the last \(window), 1% of the answers took \(value) or longer to begin (alert above \(limit))."
            case .fallbackShare:
                "\(value) of the calls in the last \(window) needed another target than the first, more than \(limit)."
            case .providerDown: "No request is sent to provider \(name) at present: all of its targets are set aside."
            case .keyRefused: "Provider \(name) refused its API key (\(value) in the last \(window))."
            case .cacheHitDrop: "The share of calls answered from the cache is \(value) lower than yesterday's."
            case .unknownPrice:
                "No price is known for model \(name); \(value) calls in the last \(window) are not in the costs."
            case .journalLag: "The ledger is \(value) behind the journal, more than \(limit)."
            case .certificateExpiry: "The gateway's TLS certificate expires in \(value)."
            }
        case .japanese:
            return switch rule.signal {
            case .budgetShare: "予算 \(name) の消化率が \(value) に達しました (通知水準: \(limit))。"
            case .spendPerDay: "本日 0 時からの利用額が \(value) となり、上限 \(limit) を超えました。"
            case .spendAnomaly: "本日の利用額は、過去 4 週の同じ曜日の平均の \(value) です (通知水準: \(limit))。"
            case .errorRate: "直近 \(window)間の呼び出しの \(value) が失敗しました (通知水準: \(limit))。"
            case .p99Latency: "直近 \(window)間の応答の 1% で、応答開始までに \(value) 以上かかりました (通知水準: \(limit))。"
            case .fallbackShare: "直近 \(window)間の呼び出しの \(value) で、最初以外の送信先が使われました (通知水準: \(limit))。"
            case .providerDown: "プロバイダー \(name) のすべての送信先が切り離されており、リクエストを送信していません。"
            case .keyRefused: "プロバイダー \(name) が API キーを拒否しました (直近 \(window)間に \(value))。"
            case .cacheHitDrop: "キャッシュヒット率が前日より \(value) 低下しました。"
            case .unknownPrice: "モデル \(name) の価格が不明です。直近 \(window)間の \(value)の呼び出しが費用に含まれていません。"
            case .journalLag: "台帳への書き込みがジャーナルより \(value) 遅れています (通知水準: \(limit))。"
            case .certificateExpiry: "ゲートウェイの TLS 証明書は、あと \(value)で期限切れになります。"
            }
        }
    }

    // MARK: - Facts

    func facts(_ change: AlertChange, _ gateway: String, _ zone: ZoneRules) -> [(name: String, text: String)] {
        let rule = change.rule
        let length = numbers.duration(change.since.age(at: change.at))
        let since = numbers.time(change.since, in: zone)
        let limit = value(rule.threshold, of: rule.signal)
        switch language {
        case .english:
            let state = change.kind == .cleared ? ("Lasted", "\(length), from \(since)") : ("Since", since)
            return [
                ("Gateway", gateway), ("Rule", rule.name), ("Severity", severity(rule.severity)),
                ("Subject", subject(change.subject)), ("Last value", value(change.value, of: rule.signal)),
                ("Threshold", limit), state,
            ]
        case .japanese:
            let state = change.kind == .cleared ? ("継続時間", "\(length) (\(since) から)") : ("発生時刻", since)
            return [
                ("ゲートウェイ", gateway), ("ルール", rule.name), ("重要度", severity(rule.severity)),
                ("対象", subject(change.subject)), ("最新の値", value(change.value, of: rule.signal)),
                ("しきい値", limit), state,
            ]
        }
    }

    // MARK: - Tests of the way

    var testTitle: String {
        switch language {
        case .english: "[Test] Kanmon can reach this channel"
        case .japanese: "【テスト】Kanmon からの通知テスト"
        }
    }

    func test(_ gateway: String, at time: String) -> String {
        switch language {
        case .english: "This is a test message from the gateway \(gateway), sent at \(time). Nothing needs to be done."
        case .japanese: "ゲートウェイ \(gateway) から \(time) に送信されたテスト通知です。対応の必要はありません。"
        }
    }
}
