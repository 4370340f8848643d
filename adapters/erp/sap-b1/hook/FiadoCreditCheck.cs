// Add-on for the SAP Business One client (UI API and DI API 10.0, .NET Framework 4.8): asks Fiado before a sales order
// (form 139) is added or changed, and reserves the amount once it was.
//
// References: SAPbouiCOM and SAPbobsCOM (COM), System.Net.Http, System.Web.Extensions.
// User table FIADO with one row of code "1": U_Url (http://fiado:3000), U_ApiKey, U_Source. Users read it, nobody writes.
// User field U_FiadoCheck (text, 40) on the title of marketing documents: what became of the question.
//
// When Fiado is away, or takes longer than two seconds, the order goes through with U_FiadoCheck = "nao verificado":
// neither approved nor refused. Orders that come by the Service Layer, DI API or mobile clients do not pass here: for
// those there is transaction-notification.*.sql.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Web.Script.Serialization;
using SAPbobsCOM;
using SAPbouiCOM;
using Company = SAPbobsCOM.Company;

public sealed class FiadoCreditCheck
{
    private const string SalesOrderForm = "139";
    private const string NotChecked = "nao verificado";
    private static readonly DateTime RevisionsSince = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Application application;
    private readonly Company company;
    private readonly HttpClient http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
    private readonly JavaScriptSerializer json = new JavaScriptSerializer();
    private readonly string source;

    public FiadoCreditCheck(Application application)
    {
        this.application = application;
        company = (Company)application.Company.GetDICompany();
        var table = company.UserTables.Item("FIADO");
        if (!table.GetByKey("1")) throw new InvalidOperationException("Tabela FIADO sem a linha 1");
        source = Setting(table, "U_Source");
        http.BaseAddress = new Uri(Setting(table, "U_Url"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Setting(table, "U_ApiKey"));
        application.FormDataEvent += OnFormData;
    }

    private static string Setting(UserTable table, string field) => (string)table.UserFields.Fields.Item(field).Value;

    private void OnFormData(ref BusinessObjectInfo info, out bool bubbleEvent)
    {
        bubbleEvent = true;
        var isSaved = info.EventType == BoEventTypes.et_FORM_DATA_ADD || info.EventType == BoEventTypes.et_FORM_DATA_UPDATE;
        if (info.FormTypeEx != SalesOrderForm || !isSaved) return;
        if (info.BeforeAction) bubbleEvent = MayBeSaved(application.Forms.Item(info.FormUID).DataSources.DBDataSources.Item("ORDR"));
        else if (info.ActionSuccess) Reserve(info.ObjectKey);
    }

    // Before B1 saves: the only moment at which the order can be refused. Nothing is reserved yet.
    private bool MayBeSaved(DBDataSource order)
    {
        var docEntry = order.GetValue("DocEntry", 0).Trim();
        var total = decimal.Parse(order.GetValue("DocTotal", 0), CultureInfo.InvariantCulture);
        var answer = Ask("check", docEntry == "" || docEntry == "0" ? "novo" : docEntry, order.GetValue("CardCode", 0).Trim(), total);
        order.SetValue("U_FiadoCheck", 0, answer == null ? NotChecked : (string)answer["id"]);
        if (answer == null) return Tell("Fiado não respondeu: pedido não verificado.", BoStatusBarMessageType.smt_Warning);
        if ((string)answer["decision"] == "approved") return true;
        application.MessageBox("Crédito: " + ReasonsOf(answer));
        return false;
    }

    // After B1 saved: the order has a number by which Fiado knows it again when it is synchronized. Another order may
    // have taken the room meanwhile; then this one loses its approval, and with it its place among sold orders.
    private void Reserve(string objectKey)
    {
        var order = (Documents)company.GetBusinessObject(BoObjectTypes.oOrders);
        if (!order.Browser.GetByKeys(objectKey)) return;
        var answer = Ask("reserve", order.DocEntry.ToString(), order.CardCode, (decimal)order.DocTotal);
        if (answer == null || (string)answer["decision"] == "approved") return;
        order.Confirmed = BoYesNoEnum.tNO;
        if (order.Update() == 0) Tell("Pedido sem aprovação: " + ReasonsOf(answer), BoStatusBarMessageType.smt_Warning);
        else Tell(company.GetLastErrorDescription(), BoStatusBarMessageType.smt_Error);
    }

    /// The answer, or null when there is none.
    private Dictionary<string, object> Ask(string mode, string orderId, string cardCode, decimal total)
    {
        // Each saving is a new revision: seconds grow, and fit for decades.
        var revision = (int)(DateTime.UtcNow - RevisionsSince).TotalSeconds;
        var amount = total.ToString("0.00", CultureInfo.InvariantCulture);
        var body = json.Serialize(new
        {
            source,
            mode,
            customer = new { externalId = cardCode },
            order = new { id = orderId, revision, amount, payment = new { kind = "credit" } },
        });
        try
        {
            var content = new StringContent(body, Encoding.UTF8, "application/json");
            var reply = http.PostAsync("/v1/credit-checks", content).GetAwaiter().GetResult();
            if (!reply.IsSuccessStatusCode) return null;
            return json.Deserialize<Dictionary<string, object>>(reply.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        }
        catch (Exception error) when (error is HttpRequestException || error is OperationCanceledException || error is ArgumentException)
        {
            return null;
        }
    }

    private static string ReasonsOf(Dictionary<string, object> answer) =>
        string.Join(" ", ((object[])answer["reasons"]).Select(reason => ((Dictionary<string, object>)reason)["message"]));

    private bool Tell(string text, BoStatusBarMessageType type)
    {
        application.StatusBar.SetText(text, BoMessageTime.bmt_Medium, type);
        return true;
    }
}
