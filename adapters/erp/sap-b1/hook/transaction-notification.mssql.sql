-- Microsoft SQL Server. Goes into SBO_SP_TransactionNotification, below "ADD YOUR CODE HERE".
--
-- Refuses a sales order of a customer whose user field U_FiadoHold is Y, whichever way it comes: client, DI API, Service
-- Layer, mobile. Needs the user field (text, 1, values Y and N) on business partners, and `blockField: U_FiadoHold` in the
-- source file, so that Fiado keeps it. A procedure of the database calls nobody: it looks at what Fiado wrote last, and
-- goes on doing so while Fiado is away. Changing an order (U) is refused too, else a small one could be made large.
IF @object_type = N'17' AND @transaction_type IN (N'A', N'U') AND EXISTS (
  SELECT 1
  FROM ORDR
  INNER JOIN OCRD ON OCRD.CardCode = ORDR.CardCode
  WHERE CONVERT(NVARCHAR(30), ORDR.DocEntry) = @list_of_cols_val_tab_del
    AND OCRD.U_FiadoHold = N'Y'
)
BEGIN
  SET @error = 17001
  SET @error_message = N'Crédito: cliente bloqueado pelo Fiado. Fale com o financeiro.'
END
