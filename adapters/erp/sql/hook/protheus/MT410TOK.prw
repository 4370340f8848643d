#include "totvs.ch"

#define OPTION_INSERT 3
#define OPTION_ALTER  4
#define TIME_LIMIT_S  2

/*
 Asks Fiado when a sales order (MATA410) is confirmed, before Protheus saves it, and refuses the order where Fiado does.

 Compile both functions. Where the company has an MT410TOK already, keep that one and call U_FIADOTOK(nOption) at its end.

 Parameters (SX6, type C), read by whoever may open the configurator: give the key of this source no other rights.
   MV_FIADOUR  http://fiado:3000
   MV_FIADOKY  the API key
   MV_FIADOSR  the name of the source file, "protheus"
   MV_FIADOVS  payment conditions that are cash, such as "001|002"
   MV_FIADOFL  "S" where the customer table is kept per branch (customersByBranch: true)
 Optional field C5_XFIADO (C, 1): S asked and approved, N not checked.

 When Fiado is away, answers nothing within two seconds, or answers an error, the order is saved and is "not checked":
 neither approved nor refused. Protheus's own credit analysis at its release goes on as before, and the next reading of
 SC5 brings the order into Fiado's exposure within minutes.

 A .prw is saved in Windows-1252. Not run against a Protheus.
*/

/*
 https://tdn.totvs.com/pages/releaseview.action?pageId=6784353
 PARAMIXB[1]: 1 exclusion, 2 view, 3 inclusion, 4 change. .F. keeps the screen open and nothing is saved.
*/
User Function MT410TOK()
Return U_FIADOTOK(PARAMIXB[1])

User Function FIADOTOK(nOption)
    Local oAnswer := Nil
    Local nAmount := 0

    If !(nOption == OPTION_INSERT .Or. nOption == OPTION_ALTER) .Or. M->C5_TIPO != "N"
        Return .T.
    EndIf
    nAmount := OrderTotal()
    If nAmount <= 0
        Return .T.
    EndIf
    oAnswer := AskFiado(nAmount)
    If oAnswer == Nil
        Tell("N")
        FWLogMsg("WARN", , "FIADO", FunName(), , "01", "Pedido " + M->C5_NUM + " sem consulta de crédito: o Fiado não respondeu")
        Return .T.
    EndIf
    If oAnswer["decision"] == "approved"
        Tell("S")
        Return .T.
    EndIf
    // Shown on the screen, and in the log of MSExecAuto where there is none.
    Help(Nil, Nil, "FIADO", Nil, Reasons(oAnswer), 1, 0)
Return .F.

/* What the lines sum up to, in reais, as the adapter reads it from C6_VALOR. Deleted lines have .T. in their last column. */
Static Function OrderTotal()
    Local nColumn := aScan(aHeader, {|aField| AllTrim(aField[2]) == "C6_VALOR"})
    Local nLine   := 0
    Local nTotal  := 0

    If nColumn == 0
        Return 0
    EndIf
    For nLine := 1 To Len(aCols)
        If !aCols[nLine][Len(aHeader) + 1]
            nTotal += aCols[nLine][nColumn]
        EndIf
    Next nLine
    If M->C5_MOEDA > 1
        nTotal := xMoeda(nTotal, M->C5_MOEDA, 1, dDataBase)
    EndIf
Return nTotal

/* The answer, or Nil when there is none that can be used. */
Static Function AskFiado(nAmount)
    Local oBody    := JsonObject():New()
    Local oAnswer  := JsonObject():New()
    Local aHeaders := {}
    Local cHeaders := ""
    Local cReply   := Nil
    Local cUrl     := AllTrim(SuperGetMV("MV_FIADOUR", .F., ""))
    Local cKey     := AllTrim(SuperGetMV("MV_FIADOKY", .F., ""))
    Local cCash    := SuperGetMV("MV_FIADOVS", .F., "")
    Local cBranch  := ""

    If Empty(cUrl) .Or. Empty(cKey)
        Return Nil
    EndIf
    If SuperGetMV("MV_FIADOFL", .F., "N") == "S"
        cBranch := RTrim(xFilial("SA1")) + ":"
    EndIf
    oBody["source"] := AllTrim(SuperGetMV("MV_FIADOSR", .F., "protheus"))
    oBody["mode"]   := "reserve"
    oBody["customer"] := JsonObject():New()
    oBody["customer"]["externalId"] := cBranch + RTrim(M->C5_CLIENTE) + ":" + RTrim(M->C5_LOJACLI)
    oBody["order"] := JsonObject():New()
    oBody["order"]["id"] := RTrim(xFilial("SC5")) + ":" + RTrim(M->C5_NUM)
    // Each confirmation replaces the reservation of the one before. Seconds since 2020 fit until 2088.
    oBody["order"]["revision"] := (Date() - SToD("20200101")) * 86400 + Int(Seconds())
    oBody["order"]["amount"]   := AllTrim(Str(nAmount, 16, 2))
    oBody["order"]["payment"]  := JsonObject():New()
    oBody["order"]["payment"]["kind"] := Iif(!Empty(M->C5_CONDPAG) .And. RTrim(M->C5_CONDPAG) $ cCash, "cash", "credit")

    aAdd(aHeaders, "Authorization: Bearer " + cKey)
    aAdd(aHeaders, "Content-Type: application/json")
    // Nil when nobody answered in time. The limit counts silence while receiving, in seconds.
    cReply := HTTPPost(cUrl + "/v1/credit-checks", "", EncodeUTF8(oBody:ToJson(), "cp1252"), TIME_LIMIT_S, aHeaders, @cHeaders)
    If ValType(cReply) != "C" .Or. HTTPGetStatus() != 200
        Return Nil
    EndIf
    // FromJson gives Nil when it went well, and otherwise what is wrong.
    If ValType(oAnswer:FromJson(cReply)) == "C" .Or. !oAnswer:HasProperty("decision")
        Return Nil
    EndIf
Return oAnswer

Static Function Reasons(oAnswer)
    Local cText    := ""
    Local cMessage := ""
    Local nReason  := 0

    For nReason := 1 To Len(oAnswer["reasons"])
        cMessage := DecodeUTF8(oAnswer["reasons"][nReason]["message"], "cp1252")
        // Nil when there is a character that Windows-1252 does not have.
        cText += Iif(ValType(cMessage) == "C", cMessage, oAnswer["reasons"][nReason]["message"]) + CRLF
    Next nReason
Return Iif(Empty(cText), "Crédito não aprovado pelo Fiado.", cText)

Static Function Tell(cChecked)
    If SC5->(FieldPos("C5_XFIADO")) > 0
        M->C5_XFIADO := cChecked
    EndIf
Return
