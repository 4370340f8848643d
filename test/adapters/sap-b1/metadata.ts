/**
 * What this adapter selects and its fake serves, by the types of `$metadata` of a Service Layer
 * (SAP-archive/SAP-Business-One-Service-Layer-SDK@b04b4f4, Apache-2.0, seen 2026-11-22). `metadata.test.ts` compares it
 * with the whole file where that is at hand. OData 4 writes `Edm.DateTime` as an instant at midnight UTC.
 */
const YES_NO = 'SAPB1.BoYesNoEnum'

const businessPartner = {
  CardCode: 'Edm.String',
  CardName: 'Edm.String',
  CardType: 'SAPB1.BoCardTypes',
  FederalTaxID: 'Edm.String',
  BPFiscalTaxIDCollection: 'Collection(SAPB1.BPFiscalTaxID)',
  CreditLimit: 'Edm.Double',
  EmailAddress: 'Edm.String',
  Phone1: 'Edm.String',
  Cellular: 'Edm.String',
  City: 'Edm.String',
  BillToState: 'Edm.String',
  CreateDate: 'Edm.DateTime',
  UpdateDate: 'Edm.DateTime',
  UpdateTime: 'Edm.Time',
  Valid: YES_NO,
  ValidFrom: 'Edm.DateTime',
  ValidTo: 'Edm.DateTime',
  Frozen: YES_NO,
  FrozenFrom: 'Edm.DateTime',
  FrozenTo: 'Edm.DateTime',
  FrozenRemarks: 'Edm.String',
}

const document = {
  DocEntry: 'Edm.Int32',
  DocNum: 'Edm.Int32',
  SequenceSerial: 'Edm.Int32',
  CardCode: 'Edm.String',
  DocDate: 'Edm.DateTime',
  DocDueDate: 'Edm.DateTime',
  DocTotal: 'Edm.Double',
  DocumentStatus: 'SAPB1.BoStatus',
  CancelStatus: 'SAPB1.CancelStatusEnum',
  Cancelled: YES_NO,
  Confirmed: YES_NO,
  PaymentMethod: 'Edm.String',
  BPL_IDAssignedToInvoice: 'Edm.Int32',
  CreationDate: 'Edm.DateTime',
  UpdateDate: 'Edm.DateTime',
  UpdateTime: 'Edm.Time',
  DocumentInstallments: 'Collection(SAPB1.DocumentInstallment)',
  DocumentLines: 'Collection(SAPB1.DocumentLine)',
}

const payment = {
  DocEntry: 'Edm.Int32',
  DocNum: 'Edm.Int32',
  DueDate: 'Edm.DateTime',
  BillOfExchangeAmount: 'Edm.Double',
  BillofExchangeStatus: 'SAPB1.BoBoeStatus',
  BillOfExchange: 'SAPB1.BillOfExchange',
  BPLID: 'Edm.Int32',
  CardCode: 'Edm.String',
  DocDate: 'Edm.DateTime',
  Cancelled: YES_NO,
  PaymentInvoices: 'Collection(SAPB1.PaymentInvoice)',
}

/** By entity or complex type, the type of every property. */
export const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BusinessPartner: businessPartner,
  BPFiscalTaxID: { Address: 'Edm.String', TaxId0: 'Edm.String', TaxId4: 'Edm.String' },
  Document: document,
  DocumentInstallment: {
    InstallmentId: 'Edm.Int32',
    DueDate: 'Edm.DateTime',
    Total: 'Edm.Double',
    TotalFC: 'Edm.Double',
  },
  DocumentLine: {
    BaseType: 'Edm.Int32',
    BaseEntry: 'Edm.Int32',
    LineTotal: 'Edm.Double',
    GrossTotal: 'Edm.Double',
    OpenAmount: 'Edm.Double',
  },
  Payment: payment,
  PaymentInvoice: {
    DocEntry: 'Edm.Int32',
    InvoiceType: 'SAPB1.BoRcptInvTypes',
    InstallmentId: 'Edm.Int32',
    SumApplied: 'Edm.Double',
    AppliedFC: 'Edm.Double',
  },
  BillOfExchange: { BillOfExchangeNo: 'Edm.Int32', BillOfExchangeDueDate: 'Edm.DateTime' },
  AdminInfo: { CompanyName: 'Edm.String', LocalCurrency: 'Edm.String' },
  B1Session: { SessionId: 'Edm.String', Version: 'Edm.String', SessionTimeout: 'Edm.Int32' },
}

/** Newer installations have these as well (SDK Help 10.0, `Document_Installments`, seen 2026-11-22). */
export const NEWER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DocumentInstallment: { PaidToDate: 'Edm.Double' },
}

export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  BoYesNoEnum: ['tNO', 'tYES'],
  BoBoeStatus: [
    'boes_Created',
    'boes_Sent',
    'boes_Deposited',
    'boes_Paid',
    'boes_Cancelled',
    'boes_Closed',
    'boes_Failed',
  ],
  BoRcptInvTypes: [
    'it_AllTransactions',
    'it_OpeningBalance',
    'it_ClosingBalance',
    'it_Invoice',
    'it_CredItnote',
    'it_TaxInvoice',
    'it_Return',
    'it_PurchaseInvoice',
    'it_PurchaseCreditNote',
    'it_PurchaseDeliveryNote',
    'it_PurchaseReturn',
    'it_Receipt',
    'it_Deposit',
    'it_JournalEntry',
    'it_PaymentAdvice',
    'it_ChequesForPayment',
    'it_StockReconciliations',
    'it_GeneralReceiptToStock',
    'it_GeneralReleaseFromStock',
    'it_TransferBetweenWarehouses',
    'it_WorkInstructions',
    'it_DeferredDeposit',
    'it_CorrectionInvoice',
    'it_APCorrectionInvoice',
    'it_ARCorrectionInvoice',
    'it_DownPayment',
    'it_PurchaseDownPayment',
  ],
  BoCardTypes: ['cCustomer', 'cSupplier', 'cLid'],
  BoStatus: ['bost_Open', 'bost_Close', 'bost_Paid', 'bost_Delivered'],
  CancelStatusEnum: ['csYes', 'csNo', 'csCancellation'],
}

export const SETS = {
  BusinessPartners: 'BusinessPartner',
  Invoices: 'Document',
  CreditNotes: 'Document',
  Orders: 'Document',
  IncomingPayments: 'Payment',
} as const

export type SetName = keyof typeof SETS
