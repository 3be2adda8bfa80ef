/// What is said in reports, in each language.
struct ReportWords: Sendable {
    let language: NoticeLanguage

    /// What has a name in reports.
    enum Term: CaseIterable {
        case title, period, requests, success, cost, costBefore, tokens, input, output, unpriced, saved, hitShare
        case teams, keys, models, name, errors, byProvider, byStatus, status, count, provider, days, date, nothing, none
        case partial, generated
    }

    func callAsFunction(_ term: Term) -> String {
        switch language {
        case .english: english(term)
        case .japanese: japanese(term)
        }
    }

    private func english(_ term: Term) -> String {
        switch term {
        case .title: "Weekly report"
        case .period: "Period"
        case .requests: "Requests"
        case .success: "Success"
        case .cost: "Cost"
        case .costBefore: "Cost the week before"
        case .tokens: "Tokens"
        case .input: "Input"
        case .output: "Output"
        case .unpriced: "Requests without a known price (not in the cost)"
        case .saved: "Saved by caches"
        case .hitShare: "Answered from the cache"
        case .teams: "Teams with the most tokens"
        case .keys: "Keys with the most tokens"
        case .models: "Models with the most tokens"
        case .name: "Name"
        case .errors: "Errors"
        case .byProvider: "Errors by provider"
        case .byStatus: "Errors by status"
        case .status: "Status"
        case .count: "Count"
        case .provider: "Provider"
        case .days: "Cache and cost by day"
        case .date: "Date"
        case .nothing: "None."
        case .none: "(none)"
        case .partial: "Only the latest failures were counted."
        case .generated: "Made from the ledger by Kanmon."
        }
    }

    private func japanese(_ term: Term) -> String {
        switch term {
        case .title: "週次レポート"
        case .period: "期間"
        case .requests: "リクエスト数"
        case .success: "成功率"
        case .cost: "費用"
        case .costBefore: "前週の費用"
        case .tokens: "トークン数"
        case .input: "入力"
        case .output: "出力"
        case .unpriced: "価格不明のリクエスト数 (費用に含まれていません)"
        case .saved: "キャッシュによる節約額"
        case .hitShare: "キャッシュヒット率"
        case .teams: "トークン数の多いチーム"
        case .keys: "トークン数の多いキー"
        case .models: "トークン数の多いモデル"
        case .name: "名前"
        case .errors: "エラー数"
        case .byProvider: "プロバイダー別のエラー"
        case .byStatus: "ステータス別のエラー"
        case .status: "ステータス"
        case .count: "件数"
        case .provider: "プロバイダー"
        case .days: "日別のキャッシュと費用"
        case .date: "日付"
        case .nothing: "ありません。"
        case .none: "(なし)"
        case .partial: "直近のエラーのみを集計しています。"
        case .generated: "Kanmon が台帳から作成しました。"
        }
    }
}
