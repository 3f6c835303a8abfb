import attention from '@salesforce/label/c.SyncStatus_Attention';
import empty from '@salesforce/label/c.SyncStatus_Empty';
import failed from '@salesforce/label/c.SyncStatus_Failed';
import hidden from '@salesforce/label/c.SyncStatus_Hidden';
import identities from '@salesforce/label/c.SyncStatus_Identities';
import inStep from '@salesforce/label/c.SyncStatus_InStep';
import issues from '@salesforce/label/c.SyncStatus_Issues';
import issuesHidden from '@salesforce/label/c.SyncStatus_IssuesHidden';
import lastVersion from '@salesforce/label/c.SyncStatus_LastVersion';
import lastWrite from '@salesforce/label/c.SyncStatus_LastWrite';
import loading from '@salesforce/label/c.SyncStatus_Loading';
import neverSynced from '@salesforce/label/c.SyncStatus_NeverSynced';
import notKnown from '@salesforce/label/c.SyncStatus_NotKnown';
import seen from '@salesforce/label/c.SyncStatus_Seen';
import title from '@salesforce/label/c.SyncStatus_Title';
import version from '@salesforce/label/c.SyncStatus_Version';
import whatToDo from '@salesforce/label/c.SyncStatus_WhatToDo';

/** The words of the sync status, in the language of the user. */
export const labels = {
  attention,
  empty,
  failed,
  hidden,
  identities,
  inStep,
  issues,
  issuesHidden,
  lastVersion,
  lastWrite,
  loading,
  neverSynced,
  notKnown,
  seen,
  title,
  version,
  whatToDo,
};
